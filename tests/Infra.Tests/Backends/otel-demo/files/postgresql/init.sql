CREATE USER astronomy_user WITH PASSWORD 'astronomy_password';
CREATE DATABASE astronomy_db OWNER astronomy_user;
