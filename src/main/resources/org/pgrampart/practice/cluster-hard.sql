SET password_encryption = 'scram-sha-256';

ALTER ROLE postgres PASSWORD '${admin}';

CREATE ROLE shop_owner NOLOGIN;

CREATE ROLE shop_migrator LOGIN CONNECTION LIMIT 5 PASSWORD '${migrator}' IN ROLE shop_owner;

CREATE ROLE shop_app LOGIN CONNECTION LIMIT 40 PASSWORD '${app}';

CREATE ROLE shop_readonly LOGIN CONNECTION LIMIT 5 PASSWORD '${readonly}';

ALTER ROLE shop_readonly SET default_transaction_read_only = on;

ALTER ROLE shop_app SET statement_timeout = '30s';

ALTER ROLE shop_app SET idle_in_transaction_session_timeout = '1min';

CREATE DATABASE shop OWNER shop_owner;

REVOKE ALL ON DATABASE shop FROM PUBLIC;

REVOKE ALL ON DATABASE postgres FROM PUBLIC;

REVOKE ALL ON DATABASE template1 FROM PUBLIC;

GRANT CONNECT ON DATABASE shop TO shop_migrator, shop_app, shop_readonly;

