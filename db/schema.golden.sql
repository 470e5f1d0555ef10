CREATE DOMAIN rca.instant AS text CHECK ((VALUE ~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$'::text));

CREATE DOMAIN rca.sha256 AS text CHECK ((VALUE ~ '^[0-9a-f]{64}$'::text));

CREATE TABLE rca.checkpoints (
  incident text NOT NULL,
  size integer NOT NULL,
  signer text NOT NULL,
  note text NOT NULL,
  made_at rca.instant NOT NULL
);

CREATE TABLE rca.collections (
  id text NOT NULL,
  incident text NOT NULL,
  sources text[] NOT NULL,
  window_from rca.instant NOT NULL,
  window_to rca.instant NOT NULL,
  requested_at rca.instant NOT NULL,
  requested_by text NOT NULL,
  finished_at rca.instant
);

CREATE TABLE rca.deliveries (
  incident text NOT NULL,
  version integer NOT NULL,
  destination text NOT NULL,
  kind text NOT NULL,
  state text NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  tried_at rca.instant,
  place text,
  receipt text,
  error text,
  hold text
);

CREATE TABLE rca.derived (
  incident text NOT NULL,
  name text NOT NULL,
  basis text NOT NULL,
  value text NOT NULL
);

CREATE TABLE rca.destroyed_blobs (
  incident text NOT NULL,
  sha256 rca.sha256 NOT NULL,
  outcome text
);

CREATE TABLE rca.destructions (
  incident text NOT NULL,
  state text NOT NULL,
  plan text NOT NULL,
  begun_at rca.instant NOT NULL,
  begun_by text NOT NULL,
  certificate text,
  signature text,
  finished_at rca.instant
);

CREATE TABLE rca.evidence (
  incident text NOT NULL,
  number integer NOT NULL,
  description text NOT NULL,
  likeness rca.sha256 NOT NULL,
  collection text,
  withdrawn text,
  withdrawn_salt text
);

CREATE TABLE rca.gaps (
  incident text NOT NULL,
  number integer NOT NULL,
  gap text NOT NULL,
  sha256 rca.sha256 NOT NULL,
  collection text
);

CREATE TABLE rca.history_pages (
  collection text NOT NULL,
  number integer NOT NULL,
  page text NOT NULL
);

CREATE TABLE rca.holds (
  incident text NOT NULL,
  number integer NOT NULL,
  reason text,
  salt text,
  placed_at rca.instant NOT NULL,
  placed_by text NOT NULL,
  released_at rca.instant,
  released_by text,
  release_reason text,
  release_salt text
);

CREATE TABLE rca.incident_versions (
  incident text NOT NULL,
  version integer NOT NULL,
  title text NOT NULL,
  severity text,
  status text NOT NULL,
  closed_as text,
  merged_into text,
  salt text NOT NULL
);

CREATE TABLE rca.incidents (
  id text NOT NULL,
  year integer NOT NULL,
  number integer NOT NULL,
  title text NOT NULL,
  severity text,
  status text NOT NULL,
  services text[] NOT NULL,
  window_from rca.instant NOT NULL,
  window_to rca.instant NOT NULL,
  started_at rca.instant NOT NULL,
  started_by text NOT NULL,
  salt text NOT NULL,
  packs integer NOT NULL DEFAULT 0,
  request_key text
);

CREATE TABLE rca.installation (
  name text NOT NULL
);

CREATE TABLE rca.ledger (
  incident text NOT NULL,
  seq integer NOT NULL,
  line text NOT NULL,
  request_key text
);

CREATE TABLE rca.migrations (
  id integer NOT NULL,
  name text NOT NULL,
  sha256 text NOT NULL
);

CREATE TABLE rca.notes (
  incident text NOT NULL,
  number integer NOT NULL,
  version integer NOT NULL,
  at rca.instant NOT NULL,
  text text NOT NULL,
  author text NOT NULL,
  written_at rca.instant NOT NULL,
  phase text,
  salt text NOT NULL,
  message_key text,
  message text,
  withdrawn text
);

CREATE TABLE rca.packs (
  incident text NOT NULL,
  version integer NOT NULL,
  sha256 rca.sha256 NOT NULL,
  size_bytes bigint NOT NULL,
  manifest_sha256 rca.sha256 NOT NULL,
  written_at rca.instant NOT NULL,
  written_by text NOT NULL,
  signer text,
  path text NOT NULL
);

CREATE TABLE rca.sections (
  incident text NOT NULL,
  kind text NOT NULL,
  number integer NOT NULL,
  version integer NOT NULL,
  body text NOT NULL,
  author text NOT NULL,
  written_at rca.instant NOT NULL,
  salt text NOT NULL
);

CREATE TABLE rca.signoffs (
  incident text NOT NULL,
  number integer NOT NULL,
  reason text,
  salt text
);

CREATE TABLE rca.slack_channels (
  team text NOT NULL,
  channel text NOT NULL,
  incident text NOT NULL,
  request_key text NOT NULL
);

CREATE TABLE rca.slack_installations (
  enterprise text NOT NULL,
  team text NOT NULL,
  bot_user text NOT NULL,
  sealed text NOT NULL,
  installed_at text NOT NULL
);

CREATE TABLE rca.slack_messages (
  key text NOT NULL,
  channel text NOT NULL,
  ts text NOT NULL
);

CREATE TABLE rca.source_runs (
  collection text NOT NULL,
  source text NOT NULL,
  "position" integer NOT NULL,
  state text NOT NULL,
  evidence text[] NOT NULL,
  pages integer NOT NULL,
  records integer NOT NULL,
  observations integer NOT NULL,
  rejected integer NOT NULL,
  started_at rca.instant,
  finished_at rca.instant,
  error text
);

ALTER TABLE rca.checkpoints ADD CHECK ((signer ~ '^([0-9a-f]{16}|unsigned)$'::text));

ALTER TABLE rca.checkpoints ADD CHECK ((size >= 0));

ALTER TABLE rca.checkpoints ADD FOREIGN KEY (incident) REFERENCES rca.incidents(id);

ALTER TABLE rca.checkpoints ADD PRIMARY KEY (incident, size, signer);

ALTER TABLE rca.collections ADD FOREIGN KEY (incident) REFERENCES rca.incidents(id);

ALTER TABLE rca.collections ADD PRIMARY KEY (id);

ALTER TABLE rca.deliveries ADD CHECK (((state = 'delivered'::text) = (receipt IS NOT NULL)));

ALTER TABLE rca.deliveries ADD CHECK ((attempts >= 0));

ALTER TABLE rca.deliveries ADD CHECK ((hold = ANY (ARRAY['on'::text, 'off'::text, 'failed'::text])));

ALTER TABLE rca.deliveries ADD CHECK ((kind = ANY (ARRAY['folder'::text, 's3'::text, 'webhook'::text])));

ALTER TABLE rca.deliveries ADD CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'failed'::text])));

ALTER TABLE rca.deliveries ADD FOREIGN KEY (incident, version) REFERENCES rca.packs(incident, version);

ALTER TABLE rca.deliveries ADD PRIMARY KEY (incident, version, destination);

ALTER TABLE rca.derived ADD FOREIGN KEY (incident) REFERENCES rca.incidents(id);

ALTER TABLE rca.derived ADD PRIMARY KEY (incident, name);

ALTER TABLE rca.destroyed_blobs ADD CHECK ((outcome = ANY (ARRAY['removed'::text, 'kept'::text])));

ALTER TABLE rca.destroyed_blobs ADD FOREIGN KEY (incident) REFERENCES rca.destructions(incident);

ALTER TABLE rca.destroyed_blobs ADD PRIMARY KEY (incident, sha256);

ALTER TABLE rca.destructions ADD CHECK (((state = 'done'::text) = (certificate IS NOT NULL)));

ALTER TABLE rca.destructions ADD CHECK ((state = ANY (ARRAY['begun'::text, 'emptied'::text, 'done'::text])));

ALTER TABLE rca.destructions ADD FOREIGN KEY (incident) REFERENCES rca.incidents(id);

ALTER TABLE rca.destructions ADD PRIMARY KEY (incident);

ALTER TABLE rca.evidence ADD CHECK (((withdrawn IS NULL) = (withdrawn_salt IS NULL)));

ALTER TABLE rca.evidence ADD CHECK ((number > 0));

ALTER TABLE rca.evidence ADD FOREIGN KEY (collection) REFERENCES rca.collections(id);

ALTER TABLE rca.evidence ADD FOREIGN KEY (incident) REFERENCES rca.incidents(id);

ALTER TABLE rca.evidence ADD PRIMARY KEY (incident, number);

ALTER TABLE rca.gaps ADD CHECK ((number > 0));

ALTER TABLE rca.gaps ADD FOREIGN KEY (collection) REFERENCES rca.collections(id);

ALTER TABLE rca.gaps ADD FOREIGN KEY (incident) REFERENCES rca.incidents(id);

ALTER TABLE rca.gaps ADD PRIMARY KEY (incident, number);

ALTER TABLE rca.gaps ADD UNIQUE (incident, sha256);

ALTER TABLE rca.history_pages ADD CHECK ((number >= 0));

ALTER TABLE rca.history_pages ADD FOREIGN KEY (collection) REFERENCES rca.collections(id) ON DELETE CASCADE;

ALTER TABLE rca.history_pages ADD PRIMARY KEY (collection, number);

ALTER TABLE rca.holds ADD CHECK ((number > 0));

ALTER TABLE rca.holds ADD FOREIGN KEY (incident) REFERENCES rca.incidents(id);

ALTER TABLE rca.holds ADD PRIMARY KEY (incident, number);

ALTER TABLE rca.incident_versions ADD CHECK (((merged_into IS NOT NULL) = (NOT (closed_as IS DISTINCT FROM 'merged'::text))));

ALTER TABLE rca.incident_versions ADD CHECK (((status = 'closed'::text) = (closed_as IS NOT NULL)));

ALTER TABLE rca.incident_versions ADD CHECK ((closed_as = ANY (ARRAY['done'::text, 'cancelled'::text, 'merged'::text])));

ALTER TABLE rca.incident_versions ADD CHECK ((severity = ANY (ARRAY['sev1'::text, 'sev2'::text, 'sev3'::text, 'sev4'::text])));

ALTER TABLE rca.incident_versions ADD CHECK ((status = ANY (ARRAY['open'::text, 'mitigated'::text, 'resolved'::text, 'closed'::text])));

ALTER TABLE rca.incident_versions ADD CHECK ((version > 1));

ALTER TABLE rca.incident_versions ADD FOREIGN KEY (incident) REFERENCES rca.incidents(id);

ALTER TABLE rca.incident_versions ADD PRIMARY KEY (incident, version);

ALTER TABLE rca.incidents ADD CHECK ((number > 0));

ALTER TABLE rca.incidents ADD CHECK ((packs >= 0));

ALTER TABLE rca.incidents ADD CHECK ((severity = ANY (ARRAY['sev1'::text, 'sev2'::text, 'sev3'::text, 'sev4'::text])));

ALTER TABLE rca.incidents ADD CHECK ((status = ANY (ARRAY['open'::text, 'mitigated'::text, 'resolved'::text, 'closed'::text])));

ALTER TABLE rca.incidents ADD PRIMARY KEY (id);

ALTER TABLE rca.incidents ADD UNIQUE (request_key);

ALTER TABLE rca.incidents ADD UNIQUE (year, number);

ALTER TABLE rca.installation ADD CHECK ((name ~ '^[a-z0-9]([a-z0-9.-]{0,78}[a-z0-9])?$'::text));

ALTER TABLE rca.installation ADD PRIMARY KEY (name);

ALTER TABLE rca.ledger ADD CHECK ((seq >= 0));

ALTER TABLE rca.ledger ADD FOREIGN KEY (incident) REFERENCES rca.incidents(id);

ALTER TABLE rca.ledger ADD PRIMARY KEY (incident, seq);

ALTER TABLE rca.ledger ADD UNIQUE (incident, request_key);

ALTER TABLE rca.migrations ADD PRIMARY KEY (id);

ALTER TABLE rca.notes ADD CHECK (((message IS NULL) = (message_key IS NULL)));

ALTER TABLE rca.notes ADD CHECK ((number > 0));

ALTER TABLE rca.notes ADD CHECK ((phase = ANY (ARRAY['started'::text, 'detected'::text, 'acknowledged'::text, 'mitigated'::text, 'resolved'::text])));

ALTER TABLE rca.notes ADD CHECK ((version > 0));

ALTER TABLE rca.notes ADD FOREIGN KEY (incident) REFERENCES rca.incidents(id);

ALTER TABLE rca.notes ADD PRIMARY KEY (incident, number, version);

ALTER TABLE rca.packs ADD CHECK ((size_bytes >= 0));

ALTER TABLE rca.packs ADD CHECK ((version > 0));

ALTER TABLE rca.packs ADD FOREIGN KEY (incident) REFERENCES rca.incidents(id);

ALTER TABLE rca.packs ADD PRIMARY KEY (incident, version);

ALTER TABLE rca.sections ADD CHECK ((kind = ANY (ARRAY['impact'::text, 'cause'::text, 'lesson'::text, 'action'::text, 'control'::text, 'wording'::text])));

ALTER TABLE rca.sections ADD CHECK ((number > 0));

ALTER TABLE rca.sections ADD CHECK ((version > 0));

ALTER TABLE rca.sections ADD FOREIGN KEY (incident) REFERENCES rca.incidents(id);

ALTER TABLE rca.sections ADD PRIMARY KEY (incident, kind, number, version);

ALTER TABLE rca.signoffs ADD CHECK (((reason IS NULL) = (salt IS NULL)));

ALTER TABLE rca.signoffs ADD CHECK ((number > 0));

ALTER TABLE rca.signoffs ADD FOREIGN KEY (incident) REFERENCES rca.incidents(id);

ALTER TABLE rca.signoffs ADD PRIMARY KEY (incident, number);

ALTER TABLE rca.slack_channels ADD FOREIGN KEY (incident) REFERENCES rca.incidents(id);

ALTER TABLE rca.slack_channels ADD PRIMARY KEY (team, channel);

ALTER TABLE rca.slack_installations ADD CHECK (((enterprise <> ''::text) OR (team <> ''::text)));

ALTER TABLE rca.slack_installations ADD PRIMARY KEY (enterprise, team);

ALTER TABLE rca.slack_messages ADD PRIMARY KEY (key);

ALTER TABLE rca.source_runs ADD CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text])));

ALTER TABLE rca.source_runs ADD FOREIGN KEY (collection) REFERENCES rca.collections(id);

ALTER TABLE rca.source_runs ADD PRIMARY KEY (collection, source);

CREATE INDEX collections_by_incident ON rca.collections USING btree (incident, requested_at);

CREATE UNIQUE INDEX evidence_stands_once ON rca.evidence USING btree (incident, likeness) WHERE (withdrawn IS NULL);

CREATE UNIQUE INDEX installation_is_one ON rca.installation USING btree ((true));

CREATE UNIQUE INDEX notes_message ON rca.notes USING btree (incident, message_key, version);

CREATE OR REPLACE FUNCTION rca.destroy_content(wanted text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  PERFORM FROM rca.incidents i WHERE i.id = wanted FOR UPDATE;
  IF rca.hold_stands(wanted) THEN
    RAISE EXCEPTION 'a legal hold stands on %', wanted USING ERRCODE = 'RCA02';
  END IF;
  IF NOT EXISTS (SELECT FROM rca.destructions d WHERE d.incident = wanted AND d.state = 'begun')
     OR NOT EXISTS (SELECT FROM rca.ledger l
                    WHERE l.incident = wanted AND l.line::json ->> 'type' = 'destruction.begun') THEN
    RAISE EXCEPTION 'no destruction of % has begun', wanted USING ERRCODE = 'RCA03';
  END IF;
  DELETE FROM rca.slack_messages m USING rca.slack_channels c
    WHERE c.incident = wanted AND m.channel = c.channel;
  DELETE FROM rca.slack_channels c WHERE c.incident = wanted;
  DELETE FROM rca.derived d WHERE d.incident = wanted;
  DELETE FROM rca.sections s WHERE s.incident = wanted;
  DELETE FROM rca.notes n WHERE n.incident = wanted;
  DELETE FROM rca.gaps g WHERE g.incident = wanted;
  DELETE FROM rca.evidence e WHERE e.incident = wanted;
  DELETE FROM rca.source_runs r USING rca.collections c WHERE c.incident = wanted AND r.collection = c.id;
  DELETE FROM rca.collections c WHERE c.incident = wanted;
  UPDATE rca.signoffs s SET reason = NULL, salt = NULL WHERE s.incident = wanted;
  UPDATE rca.holds h SET reason = NULL, salt = NULL, release_reason = NULL, release_salt = NULL
    WHERE h.incident = wanted;
  UPDATE rca.deliveries d SET error = NULL WHERE d.incident = wanted;
  UPDATE rca.incidents i SET title = '(destroyed)', services = '{}', salt = '', request_key = NULL
    WHERE i.id = wanted;
  UPDATE rca.incident_versions v SET title = '(destroyed)', salt = '' WHERE v.incident = wanted;
  UPDATE rca.destructions d SET state = 'emptied' WHERE d.incident = wanted;
END
$function$
;

CREATE OR REPLACE FUNCTION rca.hold_stands(wanted text)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT EXISTS (
    SELECT FROM rca.ledger placed
    WHERE placed.incident = wanted
      AND placed.line::json ->> 'type' = 'hold.placed'
      AND NOT EXISTS (
        SELECT FROM rca.ledger released
        WHERE released.incident = placed.incident
          AND released.seq > placed.seq
          AND released.line::json ->> 'type' = 'hold.released'
          AND released.line::json #>> '{body,hold}' = placed.line::json #>> '{body,hold}'))
$function$
;

CREATE OR REPLACE FUNCTION rca.refuse_after_destruction()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF EXISTS (SELECT FROM rca.destructions d WHERE d.incident = NEW.incident) THEN
    RAISE EXCEPTION 'the content of % was destroyed', NEW.incident USING ERRCODE = 'RCA01';
  END IF;
  RETURN NEW;
END
$function$
;

CREATE OR REPLACE FUNCTION rca.refuse_checkpoint_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'checkpoints are append-only: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END
$function$
;

CREATE OR REPLACE FUNCTION rca.refuse_ledger_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END
$function$
;

CREATE TRIGGER checkpoints_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON rca.checkpoints FOR EACH STATEMENT EXECUTE FUNCTION rca.refuse_checkpoint_change();

CREATE TRIGGER collections_not_after_destruction BEFORE INSERT OR UPDATE ON rca.collections FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();

CREATE TRIGGER derived_not_after_destruction BEFORE INSERT OR UPDATE ON rca.derived FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();

CREATE TRIGGER evidence_not_after_destruction BEFORE INSERT OR UPDATE ON rca.evidence FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();

CREATE TRIGGER gaps_not_after_destruction BEFORE INSERT ON rca.gaps FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();

CREATE TRIGGER incident_versions_not_after_destruction BEFORE INSERT ON rca.incident_versions FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();

CREATE TRIGGER ledger_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON rca.ledger FOR EACH STATEMENT EXECUTE FUNCTION rca.refuse_ledger_change();

CREATE TRIGGER notes_not_after_destruction BEFORE INSERT ON rca.notes FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();

CREATE TRIGGER packs_not_after_destruction BEFORE INSERT ON rca.packs FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();

CREATE TRIGGER sections_not_after_destruction BEFORE INSERT ON rca.sections FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();

CREATE TRIGGER signoffs_not_after_destruction BEFORE INSERT ON rca.signoffs FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();

CREATE TRIGGER slack_channels_not_after_destruction BEFORE INSERT ON rca.slack_channels FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();
