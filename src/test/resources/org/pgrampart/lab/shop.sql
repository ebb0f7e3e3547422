-- A shop as its owner set it up in a hurry. Passwords come from the environment.
\getenv admin_password ADMIN_PASSWORD
\getenv shop_password SHOP_PASSWORD
\getenv onlylogin_password ONLYLOGIN_PASSWORD
SET password_encryption = 'scram-sha-256';
CREATE ROLE admin SUPERUSER LOGIN PASSWORD :'admin_password';
SET password_encryption = 'md5';
CREATE ROLE shop LOGIN CREATEDB CREATEROLE PASSWORD :'shop_password';
CREATE ROLE onlylogin LOGIN PASSWORD :'onlylogin_password';
CREATE DATABASE shop OWNER shop;

\connect shop
GRANT CREATE ON SCHEMA public TO PUBLIC;
SET ROLE shop;
CREATE TABLE customer (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    email text NOT NULL UNIQUE,
    card_number text
);
CREATE TABLE product (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title text NOT NULL,
    price numeric(10, 2) NOT NULL CHECK (price >= 0)
);
CREATE TABLE purchase (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer bigint NOT NULL REFERENCES customer,
    product bigint NOT NULL REFERENCES product,
    pieces integer NOT NULL CHECK (pieces > 0),
    bought timestamptz NOT NULL DEFAULT now()
);
INSERT INTO customer (name, email, card_number)
SELECT 'Customer ' || n, 'customer' || n || '@example.org', '4000' || lpad(n::text, 12, '0')
  FROM generate_series(1, 200) AS n;
INSERT INTO product (title, price) SELECT 'Product ' || n, n * 1.5 FROM generate_series(1, 50) AS n;
INSERT INTO purchase (customer, product, pieces)
SELECT 1 + n % 200, 1 + n % 50, 1 + n % 3 FROM generate_series(1, 600) AS n;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO PUBLIC;
RESET ROLE;

CREATE FUNCTION search_customer(pattern text) RETURNS SETOF customer
    LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    RETURN QUERY EXECUTE 'SELECT * FROM customer WHERE name LIKE ''%' || pattern || '%''';
END $$;
