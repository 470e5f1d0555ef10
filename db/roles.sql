-- Two roles for a PostgreSQL. Run once by an administrator, connected to rca's database and before rca's first
-- start, then give both roles a password (\password rca_owner, \password rca_program):
--
--   psql -d rca -f db/roles.sql
--
-- rca_owner    owns the tables and runs the migrations: store.migrationUrl. Nobody else needs it.
-- rca_program  runs rca: store.url. It may read the ledger and add to it, and change nothing in it. It owns
--              only the schema of the job queue, which holds no evidence.
--
-- What rca_program may do with each table is in grants.sql, which the migrations apply when the role exists. For
-- a database that had one role before, hand its tables over (REASSIGN OWNED BY … TO rca_owner), then run
-- grants.sql as rca_owner.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rca_owner') THEN
    CREATE ROLE rca_owner LOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rca_program') THEN
    CREATE ROLE rca_program LOGIN;
  END IF;
  EXECUTE format('GRANT CREATE, CONNECT ON DATABASE %I TO rca_owner', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO rca_program', current_database());
END
$$;
CREATE SCHEMA IF NOT EXISTS pgboss AUTHORIZATION rca_program;
