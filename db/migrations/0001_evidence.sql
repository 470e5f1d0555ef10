-- Times are kept as they were written: digests cover their digits, and a timestamptz would drop those beyond
-- microseconds.
CREATE DOMAIN rca.instant AS text
  CHECK (VALUE ~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$');
--> statement-breakpoint
CREATE DOMAIN rca.sha256 AS text
  CHECK (VALUE ~ '^[0-9a-f]{64}$');
--> statement-breakpoint
CREATE TABLE rca.incidents (
  id text PRIMARY KEY,
  year integer NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  title text NOT NULL,
  severity text CHECK (severity IN ('sev1', 'sev2', 'sev3', 'sev4')),
  status text NOT NULL CHECK (status IN ('open', 'mitigated', 'resolved', 'closed')),
  services text[] NOT NULL,
  window_from rca.instant NOT NULL,
  window_to rca.instant NOT NULL,
  started_at rca.instant NOT NULL,
  started_by text NOT NULL,
  salt text NOT NULL,
  packs integer NOT NULL DEFAULT 0 CHECK (packs >= 0),
  request_key text UNIQUE,
  UNIQUE (year, number)
);
--> statement-breakpoint
CREATE TABLE rca.ledger (
  incident text NOT NULL REFERENCES rca.incidents (id),
  seq integer NOT NULL CHECK (seq >= 0),
  line text NOT NULL,
  request_key text,
  PRIMARY KEY (incident, seq),
  UNIQUE (incident, request_key)
);
--> statement-breakpoint
CREATE FUNCTION rca.refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
--> statement-breakpoint
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON rca.ledger
  FOR EACH STATEMENT EXECUTE FUNCTION rca.refuse_ledger_change();
--> statement-breakpoint
CREATE TABLE rca.collections (
  id text PRIMARY KEY,
  incident text NOT NULL REFERENCES rca.incidents (id),
  sources text[] NOT NULL,
  window_from rca.instant NOT NULL,
  window_to rca.instant NOT NULL,
  requested_at rca.instant NOT NULL,
  requested_by text NOT NULL,
  finished_at rca.instant
);
--> statement-breakpoint
CREATE INDEX collections_by_incident ON rca.collections (incident, requested_at);
--> statement-breakpoint
CREATE TABLE rca.source_runs (
  collection text NOT NULL REFERENCES rca.collections (id),
  source text NOT NULL,
  position integer NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
  evidence text[] NOT NULL,
  pages integer NOT NULL,
  records integer NOT NULL,
  observations integer NOT NULL,
  rejected integer NOT NULL,
  started_at rca.instant,
  finished_at rca.instant,
  error text,
  PRIMARY KEY (collection, source)
);
--> statement-breakpoint
CREATE TABLE rca.evidence (
  incident text NOT NULL REFERENCES rca.incidents (id),
  number integer NOT NULL CHECK (number > 0),
  description text NOT NULL,
  likeness rca.sha256 NOT NULL,
  collection text REFERENCES rca.collections (id),
  withdrawn text,
  withdrawn_salt text,
  PRIMARY KEY (incident, number),
  CHECK ((withdrawn IS NULL) = (withdrawn_salt IS NULL))
);
--> statement-breakpoint
CREATE UNIQUE INDEX evidence_stands_once ON rca.evidence (incident, likeness) WHERE withdrawn IS NULL;
--> statement-breakpoint
CREATE TABLE rca.gaps (
  incident text NOT NULL REFERENCES rca.incidents (id),
  number integer NOT NULL CHECK (number > 0),
  gap text NOT NULL,
  sha256 rca.sha256 NOT NULL,
  collection text REFERENCES rca.collections (id),
  PRIMARY KEY (incident, number),
  UNIQUE (incident, sha256)
);
--> statement-breakpoint
CREATE TABLE rca.notes (
  incident text NOT NULL REFERENCES rca.incidents (id),
  number integer NOT NULL CHECK (number > 0),
  version integer NOT NULL CHECK (version > 0),
  at rca.instant NOT NULL,
  text text NOT NULL,
  author text NOT NULL,
  written_at rca.instant NOT NULL,
  phase text CHECK (phase IN ('started', 'detected', 'acknowledged', 'mitigated', 'resolved')),
  salt text NOT NULL,
  PRIMARY KEY (incident, number, version)
);
--> statement-breakpoint
CREATE TABLE rca.derived (
  incident text NOT NULL REFERENCES rca.incidents (id),
  name text NOT NULL,
  basis text NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (incident, name)
);
--> statement-breakpoint
-- The job queue keeps its tables here and migrates them itself. roles.sql may have made it.
CREATE SCHEMA IF NOT EXISTS pgboss;
