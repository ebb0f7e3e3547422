-- PostgreSQL database dump, made before the move and forgotten here
COPY public.auth_user (id, password, username, email) FROM stdin;
1	md5$salt1$0a5a3f0a3dbb3ea8a0b0a1b0f4f4d1c2	user1	user1@example.org
2	md5$salt2$7c9d1f1c2ab44c0f9a5b7e0cb3a5c0d7	user2	user2@example.org
\.
COPY public.shop_customer (id, name, email, phone) FROM stdin;
1	Grace Customer 1	customer1@example.org	+1 555 0101
2	Linus Customer 2	customer2@example.org	+1 555 0102
\.
