ALTER ROLE postgres PASSWORD '${admin}';

SET password_encryption = 'md5';

CREATE ROLE shop_app LOGIN SUPERUSER PASSWORD 'shop123';

SET password_encryption = 'scram-sha-256';

CREATE ROLE reporting LOGIN CREATEROLE PASSWORD 'reporting';

GRANT pg_execute_server_program TO reporting;

CREATE ROLE intern LOGIN PASSWORD 'welcome1' VALID UNTIL 'infinity';

CREATE DATABASE shop OWNER shop_app;

GRANT ALL ON DATABASE shop TO PUBLIC;

