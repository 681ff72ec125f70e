-- 外部的 PostgreSQL（14 或更新）：由数据库管理员以超级用户用 psql -f 执行一次，按提示给两个角色各定一个口令。
-- 表属于 dingnan_owner，只在升级和恢复时用；网站用 dingnan_portal，它不能改表结构，在账目、审计和变更历史上只能读和加。
\set ON_ERROR_STOP on
SET password_encryption = 'scram-sha-256';
CREATE ROLE dingnan_owner LOGIN;
CREATE ROLE dingnan_portal LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS;
\password dingnan_owner
\password dingnan_portal
\ir database.sql
