SET ROLE shop_app;

INSERT INTO auth_user (password, is_superuser, username, first_name, last_name, email, is_staff, is_active, date_joined)
SELECT CASE WHEN n % 2 = 0 THEN 'md5$salt' || n || '$' || md5('salt' || n || 'password' || n)
            ELSE 'pbkdf2_sha256$15000$salt' || n || '$' || encode(sha256(('x' || n)::bytea), 'base64') END,
       n = 1, 'user' || n, 'User', n::text, 'user' || n || '@example.org', n <= 2, true, now() - n * interval '9 days'
FROM generate_series(1, 20) AS n;

CREATE FUNCTION search_products(term text) RETURNS SETOF shop_product
LANGUAGE plpgsql SECURITY DEFINER
AS $body$
BEGIN
    RETURN QUERY EXECUTE 'SELECT * FROM shop_product WHERE name ILIKE ''%' || term || '%''';
END
$body$;

CREATE FUNCTION customer_phone(wanted bigint) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = 'public, pg_temp'
AS 'SELECT phone FROM public.shop_customer WHERE id = wanted';

GRANT ALL ON ALL TABLES IN SCHEMA public TO PUBLIC;

GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO PUBLIC;

RESET ROLE;

GRANT ALL ON SCHEMA public TO PUBLIC;

