-- 外部的 PostgreSQL（14 或更新）：由数据库管理员以超级用户用 psql -f 执行一次，按提示给两个角色各定一个口令。
-- 表属于 dingnan_owner，只在升级和恢复时用；网站用 dingnan_portal，它不能改表结构，在账目、审计和变更历史上只能读和加。
\set ON_ERROR_STOP on
SET password_encryption = 'scram-sha-256';
CREATE ROLE dingnan_owner LOGIN;
CREATE ROLE dingnan_portal LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS;
\password dingnan_owner
\password dingnan_portal
CREATE DATABASE dingnan_sw OWNER dingnan_owner TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C';
REVOKE CONNECT ON DATABASE dingnan_sw FROM PUBLIC;
GRANT CONNECT ON DATABASE dingnan_sw TO dingnan_owner, dingnan_portal;
-- 14 版的 public 谁都能在里面建表，又不属于库的拥有者
\connect dingnan_sw
ALTER SCHEMA public OWNER TO dingnan_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
