-- 空库，给已有的两个角色；由数据库管理员以超级用户用 psql -f 执行。第一次由 postgres.sql 带入，回退时单独用（部署手册第 11 节）。
\set ON_ERROR_STOP on
CREATE DATABASE dingnan_sw OWNER dingnan_owner TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C';
REVOKE CONNECT ON DATABASE dingnan_sw FROM PUBLIC;
GRANT CONNECT ON DATABASE dingnan_sw TO dingnan_owner, dingnan_portal;
-- 14 版的 public 谁都能在里面建表，又不属于库的拥有者
\connect dingnan_sw
ALTER SCHEMA public OWNER TO dingnan_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
