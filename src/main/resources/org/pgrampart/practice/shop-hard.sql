SET ROLE shop_owner;

INSERT INTO auth_user (password, is_superuser, username, first_name, last_name, email, is_staff, is_active, date_joined)
SELECT 'pbkdf2_sha256$1500000$salt' || n || 'abcdefghijklmnop$' || encode(sha256(('x' || n)::bytea), 'base64'),
       n = 1, 'user' || n, 'User', n::text, 'user' || n || '@example.org', n <= 2, true, now() - n * interval '9 days'
FROM generate_series(1, 20) AS n;

REVOKE EXECUTE ON FUNCTION product_count(numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION product_count(numeric) TO shop_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO shop_app;

REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM shop_app;

GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO shop_app;

GRANT SELECT ON shop_product, shop_customer, shop_order, shop_orderline TO shop_readonly;

ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO shop_app;

ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO shop_app;

ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

