-- 外部的 PostgreSQL（14 或更新）：由数据库管理员以超级用户执行一次；口令换成自己的。
-- 表属于 dingnan_owner，只在升级和恢复时用；网站用 dingnan_portal，它不能改表结构，在账目、审计和变更历史上只能读和加。
CREATE ROLE dingnan_owner LOGIN PASSWORD '换成口令一';
CREATE ROLE dingnan_portal LOGIN PASSWORD '换成口令二' NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS;
CREATE DATABASE dingnan_sw OWNER dingnan_owner TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C';
REVOKE CONNECT ON DATABASE dingnan_sw FROM PUBLIC;
GRANT CONNECT ON DATABASE dingnan_sw TO dingnan_owner, dingnan_portal;
