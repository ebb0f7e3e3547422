ALTER SCHEMA public OWNER TO shop_owner;

REVOKE ALL ON SCHEMA public FROM PUBLIC;

GRANT USAGE ON SCHEMA public TO shop_app, shop_readonly;

