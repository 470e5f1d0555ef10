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

CREATE TABLE rca.destruction_rules (
  number integer NOT NULL,
  retention text NOT NULL,
  sev1 text,
  sev2 text,
  sev3 text,
  sev4 text,
  confirmation text NOT NULL,
  set_at rca.instant NOT NULL DEFAULT to_char((clock_timestamp() AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'::text),
  set_by text NOT NULL DEFAULT SESSION_USER
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

CREATE TABLE rca.entry_types (
  type text NOT NULL,
  rules jsonb NOT NULL
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
  salt text NOT NULL,
  window_from text,
  window_to text,
  window_follows boolean,
  cycles text[]
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
  request_key text,
  window_follows boolean NOT NULL DEFAULT false
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

CREATE TABLE rca.ledger_facts (
  incident text NOT NULL,
  fact text NOT NULL
);

CREATE TABLE rca.ledger_heads (
  incident text NOT NULL,
  size integer NOT NULL,
  latest timestamp with time zone
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

ALTER TABLE rca.destruction_rules ADD CHECK ((confirmation = ANY (ARRAY['none'::text, 'second-account'::text])));

ALTER TABLE rca.destruction_rules ADD CHECK ((number > 0));

ALTER TABLE rca.destruction_rules ADD CHECK ((retention ~ '^\d{1,4}[dwmy]$'::text));

ALTER TABLE rca.destruction_rules ADD CHECK ((sev1 ~ '^\d{1,4}[dwmy]$'::text));

ALTER TABLE rca.destruction_rules ADD CHECK ((sev2 ~ '^\d{1,4}[dwmy]$'::text));

ALTER TABLE rca.destruction_rules ADD CHECK ((sev3 ~ '^\d{1,4}[dwmy]$'::text));

ALTER TABLE rca.destruction_rules ADD CHECK ((sev4 ~ '^\d{1,4}[dwmy]$'::text));

ALTER TABLE rca.destruction_rules ADD PRIMARY KEY (number);

ALTER TABLE rca.destructions ADD CHECK (((state = 'done'::text) = (certificate IS NOT NULL)));

ALTER TABLE rca.destructions ADD CHECK ((state = ANY (ARRAY['begun'::text, 'emptied'::text, 'done'::text])));

ALTER TABLE rca.destructions ADD FOREIGN KEY (incident) REFERENCES rca.incidents(id);

ALTER TABLE rca.destructions ADD PRIMARY KEY (incident);

ALTER TABLE rca.entry_types ADD PRIMARY KEY (type);

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

ALTER TABLE rca.incident_versions ADD CHECK ((((window_from IS NULL) = (window_to IS NULL)) AND ((window_from IS NULL) = (window_follows IS NULL))));

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

ALTER TABLE rca.ledger_facts ADD FOREIGN KEY (incident) REFERENCES rca.incidents(id);

ALTER TABLE rca.ledger_facts ADD PRIMARY KEY (incident, fact);

ALTER TABLE rca.ledger_heads ADD FOREIGN KEY (incident) REFERENCES rca.incidents(id);

ALTER TABLE rca.ledger_heads ADD PRIMARY KEY (incident);

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

CREATE INDEX ledger_subject ON rca.ledger USING btree (incident, "substring"(line, '"(?:entry|evidence|hold|note|sha256)":"([^"]*)"'::text));

CREATE UNIQUE INDEX notes_message ON rca.notes USING btree (incident, message_key, version);

CREATE OR REPLACE FUNCTION rca.after_period(since timestamp with time zone, period text)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT ((since AT TIME ZONE 'UTC') + CASE right(period, 1)
    WHEN 'd' THEN make_interval(days => left(period, -1)::integer)
    WHEN 'w' THEN make_interval(weeks => left(period, -1)::integer)
    WHEN 'm' THEN make_interval(months => left(period, -1)::integer)
    WHEN 'y' THEN make_interval(years => left(period, -1)::integer)
  END) AT TIME ZONE 'UTC'
$function$
;

CREATE OR REPLACE FUNCTION rca.begin_destruction(wanted text, what text, blobs text[], at text, by text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  requested text;
  rule text;
BEGIN
  PERFORM FROM rca.incidents i WHERE i.id = wanted FOR UPDATE;
  PERFORM rca.refuse_early_destruction(wanted);
  SELECT r.confirmation INTO rule FROM rca.destruction_rules r ORDER BY r.number DESC LIMIT 1;
  IF rule IS DISTINCT FROM 'none' THEN
    requested := rca.destruction_request(wanted);
    IF requested IS NULL THEN
      RAISE EXCEPTION 'nobody has requested the destruction of %', wanted USING ERRCODE = 'RCA07';
    END IF;
    IF requested = by THEN
      RAISE EXCEPTION '% has requested the destruction of % and cannot confirm it too', by, wanted
        USING ERRCODE = 'RCA08';
    END IF;
  END IF;
  INSERT INTO rca.destructions (incident, state, plan, begun_at, begun_by) VALUES (wanted, 'begun', what, at, by);
  INSERT INTO rca.destroyed_blobs (incident, sha256) SELECT wanted, unnest(blobs);
END
$function$
;

CREATE OR REPLACE FUNCTION rca.canonical(given jsonb)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  CASE jsonb_typeof(given)
    WHEN 'object' THEN
      RETURN (SELECT '{' || coalesce(string_agg(to_json(m.key)::text || ':' || rca.canonical(m.value), ','
        ORDER BY m.key COLLATE "C"), '') || '}' FROM jsonb_each(given) m);
    WHEN 'array' THEN
      RETURN (SELECT '[' || coalesce(string_agg(rca.canonical(m.value), ',' ORDER BY m.ordinality), '') || ']'
        FROM jsonb_array_elements(given) WITH ORDINALITY m);
    WHEN 'number' THEN RETURN rca.canonical_number((given #>> '{}')::numeric);
    ELSE RETURN given::text;
  END CASE;
END
$function$
;

CREATE OR REPLACE FUNCTION rca.canonical_number(value numeric)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET extra_float_digits TO '1'
AS $function$
  SELECT CASE
    WHEN value::double precision::text::numeric <> value THEN NULL
    WHEN value = 0 OR abs(value) >= 0.000001 AND abs(value) < 1e21 THEN trim_scale(value)::text
    ELSE regexp_replace(value::double precision::text, 'e([+-])0', 'e\1')
  END
$function$
;

CREATE OR REPLACE FUNCTION rca.commitment(salt text, words text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT rca.digest('{"salt":' || to_json(salt)::text || ',"words":' || words || '}')
$function$
;

CREATE OR REPLACE FUNCTION rca.commitment_to(salt text, name text, word text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT rca.commitment(salt, '{' || to_json(name)::text || ':' || coalesce(to_json(word)::text, 'null') || '}')
$function$
;

CREATE OR REPLACE FUNCTION rca.destroy_content(wanted text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  PERFORM FROM rca.incidents i WHERE i.id = wanted FOR UPDATE;
  IF NOT EXISTS (SELECT FROM rca.destructions d WHERE d.incident = wanted AND d.state = 'begun') THEN
    RAISE EXCEPTION 'no destruction of % has begun', wanted USING ERRCODE = 'RCA03';
  END IF;
  PERFORM rca.refuse_early_destruction(wanted);
  IF NOT EXISTS (
    SELECT FROM rca.ledger l, rca.destructions d
    WHERE l.incident = wanted AND d.incident = wanted
      AND l.line::jsonb ->> 'type' = 'destruction.begun'
      AND l.line::jsonb ->> 'actor' = d.begun_by
      AND l.line::jsonb #>> '{body,plan}' = encode(sha256(convert_to(d.plan, 'UTF8')), 'hex')
  ) THEN
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

CREATE OR REPLACE FUNCTION rca.destruction_request(wanted text)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT CASE WHEN e ->> 'type' = 'destruction.requested' THEN e ->> 'actor' END
  FROM rca.ledger l, LATERAL (SELECT l.line::jsonb AS e) parsed
  WHERE l.incident = wanted
    AND e ->> 'type' IN ('destruction.requested', 'destruction.begun', 'hold.placed', 'hold.released')
  ORDER BY l.seq DESC LIMIT 1
$function$
;

CREATE OR REPLACE FUNCTION rca.digest(words text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT encode(sha256(convert_to(words, 'UTF8')), 'hex')
$function$
;

CREATE OR REPLACE FUNCTION rca.enter_facts(wanted text, entry jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  rules jsonb := (SELECT t.rules FROM rca.entry_types t WHERE t.type = entry ->> 'type');
  body jsonb := entry -> 'body';
BEGIN
  -- What was missing is told once.
  INSERT INTO rca.ledger_facts (incident, fact)
    SELECT wanted, f
    FROM unnest(rca.facts_of((rules -> 'needs') || (rules -> 'once') || (rules -> 'gives'), body)) f
    ON CONFLICT DO NOTHING;
  DELETE FROM rca.ledger_facts f
    WHERE f.incident = wanted AND f.fact = ANY (rca.facts_of(rules -> 'ends', body));
END
$function$
;

CREATE OR REPLACE FUNCTION rca.entry_fault(wanted text, place integer, line text)
 RETURNS text
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  entry jsonb := rca.entry_in(line);
  body jsonb := entry -> 'body';
  kind text := entry ->> 'type';
  at timestamptz := (entry ->> 'at')::timestamptz;
  head rca.ledger_heads := (SELECT h FROM rca.ledger_heads h WHERE h.incident = wanted);
  before text := (SELECT l.line FROM rca.ledger l WHERE l.incident = wanted AND l.seq = place - 1);
  rules jsonb := (SELECT t.rules FROM rca.entry_types t WHERE t.type = kind);
  asked text;
BEGIN
  IF entry IS NULL THEN
    RETURN 'is not a ledger entry of version 1';
  END IF;
  IF place <> coalesce(head.size, 0) OR entry -> 'seq' <> to_jsonb(place) THEN
    RETURN format('has sequence number %s, the next is %s', entry ->> 'seq', coalesce(head.size, 0));
  END IF;
  IF entry ->> 'prev' IS DISTINCT FROM (CASE WHEN place = 0 THEN repeat('0', 64) ELSE rca.digest(before) END) THEN
    RETURN 'does not link to the line before';
  END IF;
  IF place > 0 AND rca.entry_in(before) IS NULL THEN
    RETURN 'stands behind a line that is no entry';
  END IF;
  IF rules IS NULL THEN
    RETURN format('is of the unknown type %s', to_json(kind));
  END IF;
  IF NOT rca.fits(body, rules -> 'body') THEN
    RETURN format('is no %s', kind);
  END IF;
  -- Between two clocks that are both meant to be right, as src/ledger tolerates it.
  IF at < head.latest - interval '5 minutes' THEN
    RETURN format('is of %s, before an earlier entry', entry ->> 'at');
  END IF;
  FOREACH asked IN ARRAY rca.facts_of(rules -> 'needs', body) LOOP
    IF NOT EXISTS (SELECT FROM rca.ledger_facts f WHERE f.incident = wanted AND f.fact = asked) THEN
      RETURN format('(%s) needs what no entry before it gives: %s', kind, asked);
    END IF;
  END LOOP;
  FOREACH asked IN ARRAY rca.facts_of(rules -> 'once', body) LOOP
    IF EXISTS (SELECT FROM rca.ledger_facts f WHERE f.incident = wanted AND f.fact = asked) THEN
      RETURN format('(%s) states again what is stated once: %s', kind, asked);
    END IF;
  END LOOP;
  FOREACH asked IN ARRAY rca.facts_of(rules -> 'bars', body) LOOP
    IF EXISTS (
      SELECT FROM rca.ledger_facts f
      WHERE f.incident = wanted
        AND CASE WHEN right(asked, 1) = '…' THEN starts_with(f.fact, left(asked, -1))
          ELSE f.fact = asked END
    ) THEN
      RETURN format('(%s) may not stand where %s', kind, regexp_replace(asked, ': …$', ''));
    END IF;
  END LOOP;
  RETURN NULL;
END
$function$
;

CREATE OR REPLACE FUNCTION rca.entry_in(line text)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  entry jsonb;
  at text;
BEGIN
  entry := line::jsonb;
  IF jsonb_typeof(entry) IS DISTINCT FROM 'object' OR strpos(line, '"__proto__":') > 0 THEN
    RETURN NULL;
  END IF;
  at := entry ->> 'at';
  IF entry - ARRAY['v', 'seq', 'at', 'type', 'actor', 'body', 'prev'] <> '{}'
     OR entry -> 'v' IS DISTINCT FROM '1' OR jsonb_typeof(entry -> 'seq') IS DISTINCT FROM 'number'
     OR jsonb_typeof(entry -> 'at') IS DISTINCT FROM 'string'
     OR jsonb_typeof(entry -> 'type') IS DISTINCT FROM 'string'
     OR jsonb_typeof(entry -> 'actor') IS DISTINCT FROM 'string' OR entry ->> 'actor' = ''
     OR jsonb_typeof(entry -> 'body') IS DISTINCT FROM 'object'
     OR jsonb_typeof(entry -> 'prev') IS DISTINCT FROM 'string'
     OR rca.canonical(entry) IS DISTINCT FROM line
     OR at !~ '^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{3})?Z$'
     OR at::timestamptz IS NULL THEN
    RETURN NULL;
  END IF;
  RETURN entry;
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
  RETURN NULL;
END
$function$
;

CREATE OR REPLACE FUNCTION rca.facts_of(templates jsonb, body jsonb)
 RETURNS text[]
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  template jsonb;
  part jsonb;
  place text[];
  words text[];
  facts text[];
  found text[] := '{}';
BEGIN
  FOR template IN SELECT t FROM jsonb_array_elements(templates) t LOOP
    facts := ARRAY[''];
    FOR part IN SELECT p FROM jsonb_array_elements(template) p LOOP
      IF jsonb_typeof(part) = 'string' THEN
        words := ARRAY[part #>> '{}'];
      ELSE
        place := ARRAY(SELECT jsonb_array_elements_text(part -> 'at'));
        IF part ? 'list' THEN
          words := ARRAY(
            SELECT m #>> place
            FROM jsonb_array_elements(body #> ARRAY(SELECT jsonb_array_elements_text(part -> 'list'))) m
            WHERE m #>> place IS NOT NULL);
        ELSIF body #>> place IS NULL THEN
          words := '{}';
        ELSIF part ? 'less' THEN
          words := ARRAY[((body #>> place)::numeric - 1)::text];
        ELSE
          words := ARRAY[body #>> place];
        END IF;
      END IF;
      facts := ARRAY(SELECT f || w FROM unnest(facts) f, unnest(words) w);
    END LOOP;
    found := found || facts;
  END LOOP;
  RETURN found;
END
$function$
;

CREATE OR REPLACE FUNCTION rca.fits(given jsonb, shape jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  type text := shape ->> 'type';
  told text := given #>> '{}';
  others jsonb := shape -> 'additionalProperties';
BEGIN
  IF shape ? 'anyOf' THEN
    RETURN EXISTS (SELECT FROM jsonb_array_elements(shape -> 'anyOf') one WHERE rca.fits(given, one));
  END IF;
  IF jsonb_typeof(given) IS DISTINCT FROM (CASE type WHEN 'integer' THEN 'number' ELSE type END) THEN
    RETURN false;
  END IF;
  IF shape ? 'const' AND shape -> 'const' <> given OR shape ? 'enum' AND NOT (shape -> 'enum') @> given THEN
    RETURN false;
  END IF;
  CASE type
    WHEN 'string' THEN
      RETURN NOT shape ? 'pattern' OR told COLLATE "C" ~ (shape ->> 'pattern');
    WHEN 'integer', 'number' THEN
      RETURN (type = 'number' OR told::numeric = trunc(told::numeric))
        AND (NOT shape ? 'minimum' OR told::numeric >= (shape ->> 'minimum')::numeric)
        AND (NOT shape ? 'maximum' OR told::numeric <= (shape ->> 'maximum')::numeric);
    WHEN 'array' THEN
      RETURN (NOT shape ? 'minItems' OR jsonb_array_length(given) >= (shape ->> 'minItems')::integer)
        AND (NOT shape ? 'maxItems' OR jsonb_array_length(given) <= (shape ->> 'maxItems')::integer)
        AND NOT EXISTS (
          SELECT FROM jsonb_array_elements(given) one WHERE NOT rca.fits(one, shape -> 'items'));
    WHEN 'object' THEN
      RETURN NOT EXISTS (
          SELECT FROM jsonb_array_elements_text(coalesce(shape -> 'required', '[]')) name WHERE NOT given ? name)
        AND NOT EXISTS (
          SELECT FROM jsonb_each(given) m
          WHERE NOT CASE
            WHEN coalesce(shape -> 'properties', '{}') ? m.key THEN rca.fits(m.value, shape -> 'properties' -> m.key)
            WHEN jsonb_typeof(others) = 'object' THEN rca.fits(m.value, others)
            ELSE false
          END);
    ELSE
      RETURN true;
  END CASE;
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

CREATE OR REPLACE FUNCTION rca.is_told(wanted text, subject text, types text, saying jsonb)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT EXISTS (
    SELECT FROM rca.ledger l
    WHERE l.incident = wanted
      AND substring(l.line from '"(?:entry|evidence|hold|note|sha256)":"([^"]*)"') = subject
      AND l.line::jsonb ->> 'type' ~ types
      AND l.line::jsonb -> 'body' @> saying)
$function$
;

CREATE OR REPLACE FUNCTION rca.judge_entry()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  entry jsonb := rca.entry_in(NEW.line);
  fault text;
BEGIN
  IF TG_RELID <> 'rca.ledger'::regclass THEN
    RAISE EXCEPTION 'entries stand in rca.ledger alone' USING ERRCODE = 'RCA10';
  END IF;
  -- Two who add at once take turns.
  PERFORM FROM rca.incidents i WHERE i.id = NEW.incident FOR UPDATE;
  fault := rca.entry_fault(NEW.incident, NEW.seq, NEW.line);
  IF fault IS NULL AND NOT pg_has_role(session_user, current_user, 'USAGE') THEN
    fault := rca.time_fault(NEW.incident, (entry ->> 'at')::timestamptz,
      (SELECT h.latest FROM rca.ledger_heads h WHERE h.incident = NEW.incident));
  END IF;
  IF fault IS NOT NULL THEN
    RAISE EXCEPTION 'entry % of the ledger of % %', NEW.seq, NEW.incident, fault USING ERRCODE = 'RCA10';
  END IF;
  PERFORM rca.enter_facts(NEW.incident, entry);
  INSERT INTO rca.ledger_heads (incident, size, latest) VALUES (NEW.incident, 1, (entry ->> 'at')::timestamptz)
    ON CONFLICT (incident) DO UPDATE
    SET size = rca.ledger_heads.size + 1, latest = greatest(rca.ledger_heads.latest, excluded.latest);
  RETURN NULL;
END
$function$
;

CREATE OR REPLACE FUNCTION rca.kept_until(wanted text)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  WITH entries AS (
    SELECT l.seq, e ->> 'type' AS type, e #>> '{body,severity}' AS severity, (e ->> 'at')::timestamptz AS at
    FROM rca.ledger l, LATERAL (SELECT l.line::jsonb AS e) parsed
    WHERE l.incident = wanted
  ), closing AS (
    SELECT seq, type FROM entries
    WHERE type IN ('incident.closed', 'incident.cancelled', 'incident.merged', 'incident.reopened')
    ORDER BY seq DESC LIMIT 1
  ), since AS (
    SELECT max(at) AS at FROM entries WHERE seq <= coalesce(
      (SELECT seq FROM closing WHERE type <> 'incident.reopened'),
      (SELECT max(seq) FROM entries WHERE type = 'pack.written'),
      0)
  ), rules AS (
    SELECT * FROM rca.destruction_rules ORDER BY number DESC LIMIT 1
  ), periods AS (
    SELECT coalesce(CASE named.severity
      WHEN 'sev1' THEN rules.sev1 WHEN 'sev2' THEN rules.sev2 WHEN 'sev3' THEN rules.sev3 WHEN 'sev4' THEN rules.sev4
    END, rules.retention) AS period
    FROM rules, (SELECT DISTINCT severity FROM entries WHERE type LIKE 'incident.%') named
  )
  SELECT max(rca.after_period(since.at, periods.period)) FROM since, periods
$function$
;

CREATE OR REPLACE FUNCTION rca.ledger_fault(wanted text)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  entry record;
  parsed jsonb;
  expected integer := 0;
  tip text := repeat('0', 64);
  held text;
  standing text[] := '{}';
BEGIN
  FOR entry IN SELECT l.seq, l.line FROM rca.ledger l WHERE l.incident = wanted ORDER BY l.seq LOOP
    parsed := entry.line::jsonb;
    IF entry.seq <> expected OR (parsed ->> 'seq') IS DISTINCT FROM expected::text THEN
      RETURN format('entry %s is missing or has another number', expected);
    END IF;
    IF (parsed ->> 'prev') IS DISTINCT FROM tip THEN
      RETURN format('entry %s does not link to the one before', expected);
    END IF;
    IF (parsed ->> 'v') IS DISTINCT FROM '1' OR coalesce(parsed ->> 'actor', '') = ''
       OR coalesce(parsed ->> 'type', '') = '' OR jsonb_typeof(parsed -> 'body') IS DISTINCT FROM 'object'
       OR coalesce(parsed ->> 'at', '') !~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$' THEN
      RETURN format('entry %s is no entry of version 1', expected);
    END IF;
    held := parsed #>> '{body,hold}';
    IF parsed ->> 'type' = 'hold.placed' THEN
      standing := standing || held;
    ELSIF parsed ->> 'type' = 'hold.released' THEN
      IF held IS NULL OR NOT held = ANY (standing) THEN
        RETURN format('entry %s releases a hold that does not stand', expected);
      END IF;
      standing := array_remove(standing, held);
    END IF;
    tip := encode(sha256(convert_to(entry.line, 'UTF8')), 'hex');
    expected := expected + 1;
  END LOOP;
  RETURN CASE WHEN expected = 0 THEN 'there is no entry' END;
EXCEPTION WHEN data_exception THEN
  RETURN format('entry %s is no JSON', expected);
END
$function$
;

CREATE OR REPLACE FUNCTION rca.note_words(note rca.notes)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT '{"at":' || to_json(note.at::text)::text
    || coalesce(',"message":' || to_json(note.message)::text, '')
    || ',"phase":' || coalesce(to_json(note.phase)::text, 'null')
    || ',"text":' || to_json(note.text)::text
    || coalesce(',"withdrawn":' || to_json(note.withdrawn)::text, '') || '}'
$function$
;

CREATE OR REPLACE FUNCTION rca.numbered(letter text, number integer)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT letter || '-' || lpad(number::text, greatest(4, length(number::text)), '0')
$function$
;

CREATE OR REPLACE FUNCTION rca.read_ledger_anew(wanted text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  old record;
  entry jsonb;
  newest timestamptz;
BEGIN
  DELETE FROM rca.ledger_facts f WHERE f.incident = wanted;
  DELETE FROM rca.ledger_heads h WHERE h.incident = wanted;
  FOR old IN SELECT l.line FROM rca.ledger l WHERE l.incident = wanted ORDER BY l.seq LOOP
    entry := rca.entry_in(old.line);
    newest := greatest(newest, (entry ->> 'at')::timestamptz);
    IF EXISTS (
      SELECT FROM rca.entry_types t WHERE t.type = entry ->> 'type' AND rca.fits(entry -> 'body', t.rules -> 'body')
    ) THEN
      PERFORM rca.enter_facts(wanted, entry);
    END IF;
  END LOOP;
  INSERT INTO rca.ledger_heads (incident, size, latest)
    SELECT wanted, max(l.seq) + 1, newest FROM rca.ledger l WHERE l.incident = wanted HAVING count(*) > 0;
END
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

CREATE OR REPLACE FUNCTION rca.refuse_early_destruction(wanted text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  fault text := rca.ledger_fault(wanted);
  until timestamptz;
BEGIN
  IF fault IS NOT NULL THEN
    RAISE EXCEPTION 'the ledger of % cannot be judged: %', wanted, fault USING ERRCODE = 'RCA04';
  END IF;
  IF rca.hold_stands(wanted) OR EXISTS (
    SELECT FROM rca.holds h WHERE h.incident = wanted AND h.released_at IS NULL
  ) THEN
    RAISE EXCEPTION 'a legal hold stands on %', wanted USING ERRCODE = 'RCA02';
  END IF;
  until := rca.kept_until(wanted);
  IF until IS NULL OR until > clock_timestamp() THEN
    RAISE EXCEPTION '% is to be kept until %', wanted,
      coalesce(to_char(until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'it has an entry')
      USING ERRCODE = 'RCA06';
  END IF;
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

CREATE OR REPLACE FUNCTION rca.refuse_rules_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'the rules of destruction are append-only: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END
$function$
;

CREATE OR REPLACE FUNCTION rca.refuse_unsettling()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  settled boolean := false;
BEGIN
  IF TG_TABLE_NAME = 'evidence' THEN
    settled := OLD.withdrawn IS NOT NULL;
  ELSIF TG_TABLE_NAME = 'holds' THEN
    settled := OLD.released_at IS NOT NULL;
  ELSIF TG_TABLE_NAME = 'incidents' THEN
    settled := NEW.packs <= OLD.packs;
  ELSIF TG_TABLE_NAME = 'deliveries' THEN
    settled := OLD.state = 'delivered';
  ELSIF TG_TABLE_NAME = 'source_runs' THEN
    settled := OLD.finished_at IS NOT NULL;
  ELSIF TG_TABLE_NAME = 'collections' THEN
    settled := OLD.finished_at IS NOT NULL;
  ELSIF TG_TABLE_NAME = 'destroyed_blobs' THEN
    settled := OLD.outcome IS NOT NULL OR EXISTS (
      SELECT FROM rca.destructions d WHERE d.incident = OLD.incident AND d.state = 'begun');
  ELSIF TG_TABLE_NAME = 'destructions' THEN
    settled := NOT (OLD.state = 'emptied' AND NEW.state = 'done'
      OR OLD.state = 'begun' AND NEW.state = 'emptied' AND pg_has_role(current_user,
        (SELECT c.relowner FROM pg_class c WHERE c.oid = TG_RELID), 'USAGE'));
  END IF;
  IF settled THEN
    RAISE EXCEPTION 'what rca.% says here is settled: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'RCA09';
  END IF;
  RETURN NEW;
END
$function$
;

CREATE OR REPLACE FUNCTION rca.refuse_untold()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  id text;
  told boolean := true;
BEGIN
  IF TG_TABLE_NAME = 'evidence' THEN
    id := rca.numbered('E', NEW.number);
    told := rca.is_told(NEW.incident, id, '^evidence\.(collected|imported)$',
        jsonb_build_object('evidence', id, 'sha256', rca.digest(NEW.description)))
      AND (NEW.withdrawn IS NULL OR rca.is_told(NEW.incident, id, '^evidence\.withdrawn$', jsonb_build_object(
        'evidence', id, 'commitment', rca.commitment_to(NEW.withdrawn_salt, 'why', NEW.withdrawn))));
  ELSIF TG_TABLE_NAME = 'gaps' THEN
    id := NEW.sha256;
    told := rca.digest(NEW.gap) = NEW.sha256
      AND rca.is_told(NEW.incident, NEW.sha256, '^gap\.recorded$', '{}');
  ELSIF TG_TABLE_NAME = 'notes' THEN
    id := rca.numbered('N', NEW.number);
    told := rca.is_told(NEW.incident, id, '^note\.(written|edited)$', jsonb_build_object(
      'note', id, 'version', NEW.version, 'commitment', rca.commitment(NEW.salt, rca.note_words(NEW))));
  ELSIF TG_TABLE_NAME = 'sections' THEN
    id := rca.numbered(CASE NEW.kind
      WHEN 'impact' THEN 'I' WHEN 'cause' THEN 'F' WHEN 'lesson' THEN 'L' WHEN 'action' THEN 'A' WHEN 'control' THEN 'C'
      WHEN 'wording' THEN 'W' END, NEW.number);
    told := rca.is_told(NEW.incident, id, '^section\.', jsonb_build_object('entry', id, 'section', NEW.kind,
      'version', NEW.version, 'commitment', rca.commitment(NEW.salt, '{"body":' || NEW.body || '}')));
  ELSIF TG_TABLE_NAME = 'signoffs' THEN
    id := rca.numbered('S', NEW.number);
    told := EXISTS (SELECT FROM rca.ledger l WHERE l.incident = NEW.incident
      AND position('"signoff":"' || id || '"' IN l.line) > 0
      AND l.line::jsonb ->> 'type' LIKE 'signoff.%'
      AND l.line::jsonb -> 'body' @> jsonb_build_object('signoff', id, 'commitment',
        CASE WHEN NEW.salt IS NOT NULL THEN rca.commitment_to(NEW.salt, 'reason', NEW.reason) END));
  ELSIF TG_TABLE_NAME = 'holds' THEN
    id := rca.numbered('H', NEW.number);
    told := rca.is_told(NEW.incident, id, '^hold\.placed$', jsonb_build_object('hold', id)
        || CASE WHEN NEW.salt IS NULL THEN '{}' ELSE jsonb_build_object(
          'commitment', rca.commitment_to(NEW.salt, 'reason', NEW.reason)) END)
      AND (NEW.released_at IS NULL OR rca.is_told(NEW.incident, id, '^hold\.released$', jsonb_build_object('hold', id)
        || CASE WHEN NEW.release_salt IS NULL THEN '{}' ELSE jsonb_build_object(
          'commitment', rca.commitment_to(NEW.release_salt, 'reason', NEW.release_reason)) END));
  ELSIF TG_TABLE_NAME = 'packs' THEN
    id := 'version ' || NEW.version;
    told := rca.is_told(NEW.incident, NEW.sha256, '^pack\.written$', jsonb_build_object(
      'version', NEW.version, 'sha256', NEW.sha256, 'manifestSha256', NEW.manifest_sha256));
  ELSIF TG_TABLE_NAME = 'destructions' THEN
    id := NEW.state;
    told := EXISTS (SELECT FROM rca.ledger l WHERE l.incident = NEW.incident
        AND l.line::jsonb ->> 'type' = 'destruction.begun'
        AND l.line::jsonb #>> '{body,plan}' = rca.digest(NEW.plan))
      AND (NEW.state <> 'done' OR EXISTS (SELECT FROM rca.ledger l WHERE l.incident = NEW.incident
        AND l.line::jsonb ->> 'type' = 'evidence.destroyed'
        AND l.line::jsonb #>> '{body,certificate}' = rca.digest(NEW.certificate)));
  ELSIF TG_TABLE_NAME = 'incident_versions' THEN
    id := 'version ' || NEW.version;
    told := EXISTS (SELECT FROM rca.ledger l WHERE l.incident = NEW.incident
      AND l.line::jsonb ->> 'type' LIKE 'incident.%'
      AND l.line::jsonb -> 'body' @> jsonb_build_object('version', NEW.version, 'status', NEW.status,
        'severity', NEW.severity)
      AND (NEW.salt = '' OR l.line::jsonb #>> '{body,commitment}' = rca.commitment_to(NEW.salt, 'title', NEW.title)));
  ELSIF TG_TABLE_NAME = 'deliveries' THEN
    id := NEW.destination;
    told := NEW.state <> 'delivered' OR EXISTS (SELECT FROM rca.ledger l WHERE l.incident = NEW.incident
      AND l.line::jsonb ->> 'type' = 'pack.delivered'
      AND l.line::jsonb -> 'body' @> jsonb_build_object('version', NEW.version, 'destination', NEW.destination));
  END IF;
  IF NOT told THEN
    RAISE EXCEPTION 'the ledger of % does not tell of this row of % (%): refused', NEW.incident, TG_TABLE_NAME, id
      USING ERRCODE = 'RCA05';
  END IF;
  RETURN NULL;
END
$function$
;

CREATE OR REPLACE FUNCTION rca.time_fault(wanted text, at timestamp with time zone, latest timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT CASE
    WHEN EXISTS (
      SELECT FROM rca.ledger l WHERE l.incident = wanted AND l.seq = 0 AND l.xmin = pg_current_xact_id()::xid
    ) THEN NULL
    WHEN at < transaction_timestamp() - interval '1 minute' THEN 'is dated back: the clock of the database is later'
    WHEN at > greatest(latest, clock_timestamp() + interval '1 minute')
      THEN 'is dated ahead of the clock of the database'
  END
$function$
;

CREATE TRIGGER checkpoints_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON rca.checkpoints FOR EACH STATEMENT EXECUTE FUNCTION rca.refuse_checkpoint_change();

CREATE TRIGGER collections_not_after_destruction BEFORE INSERT OR UPDATE ON rca.collections FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();

CREATE TRIGGER collections_settled BEFORE UPDATE OF finished_at ON rca.collections FOR EACH ROW EXECUTE FUNCTION rca.refuse_unsettling();

CREATE TRIGGER deliveries_settled BEFORE UPDATE OF state, receipt, place ON rca.deliveries FOR EACH ROW EXECUTE FUNCTION rca.refuse_unsettling();

CREATE CONSTRAINT TRIGGER deliveries_told AFTER INSERT OR UPDATE OF state ON rca.deliveries DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rca.refuse_untold();

CREATE TRIGGER derived_not_after_destruction BEFORE INSERT OR UPDATE ON rca.derived FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();

CREATE TRIGGER destroyed_blobs_settled BEFORE UPDATE OF outcome ON rca.destroyed_blobs FOR EACH ROW EXECUTE FUNCTION rca.refuse_unsettling();

CREATE TRIGGER destruction_rules_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON rca.destruction_rules FOR EACH STATEMENT EXECUTE FUNCTION rca.refuse_rules_change();

CREATE TRIGGER destructions_settled BEFORE UPDATE OF state, certificate, signature, finished_at ON rca.destructions FOR EACH ROW EXECUTE FUNCTION rca.refuse_unsettling();

CREATE CONSTRAINT TRIGGER destructions_told AFTER INSERT OR UPDATE OF state ON rca.destructions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rca.refuse_untold();

CREATE TRIGGER evidence_not_after_destruction BEFORE INSERT OR UPDATE ON rca.evidence FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();

CREATE TRIGGER evidence_settled BEFORE UPDATE OF withdrawn, withdrawn_salt ON rca.evidence FOR EACH ROW EXECUTE FUNCTION rca.refuse_unsettling();

CREATE CONSTRAINT TRIGGER evidence_told AFTER INSERT OR UPDATE ON rca.evidence DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rca.refuse_untold();

CREATE TRIGGER gaps_not_after_destruction BEFORE INSERT ON rca.gaps FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();

CREATE CONSTRAINT TRIGGER gaps_told AFTER INSERT ON rca.gaps DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rca.refuse_untold();

CREATE TRIGGER holds_settled BEFORE UPDATE OF released_at, released_by ON rca.holds FOR EACH ROW EXECUTE FUNCTION rca.refuse_unsettling();

CREATE CONSTRAINT TRIGGER holds_told AFTER INSERT OR UPDATE OF released_at ON rca.holds DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rca.refuse_untold();

CREATE TRIGGER incident_versions_not_after_destruction BEFORE INSERT ON rca.incident_versions FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();

CREATE CONSTRAINT TRIGGER incident_versions_told AFTER INSERT ON rca.incident_versions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rca.refuse_untold();

CREATE TRIGGER incidents_settled BEFORE UPDATE OF packs ON rca.incidents FOR EACH ROW EXECUTE FUNCTION rca.refuse_unsettling();

CREATE TRIGGER ledger_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON rca.ledger FOR EACH STATEMENT EXECUTE FUNCTION rca.refuse_ledger_change();

CREATE TRIGGER ledger_judged AFTER INSERT ON rca.ledger FOR EACH ROW EXECUTE FUNCTION rca.judge_entry();

CREATE TRIGGER notes_not_after_destruction BEFORE INSERT ON rca.notes FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();

CREATE CONSTRAINT TRIGGER notes_told AFTER INSERT ON rca.notes DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rca.refuse_untold();

CREATE TRIGGER packs_not_after_destruction BEFORE INSERT ON rca.packs FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();

CREATE CONSTRAINT TRIGGER packs_told AFTER INSERT ON rca.packs DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rca.refuse_untold();

CREATE TRIGGER sections_not_after_destruction BEFORE INSERT ON rca.sections FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();

CREATE CONSTRAINT TRIGGER sections_told AFTER INSERT ON rca.sections DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rca.refuse_untold();

CREATE TRIGGER signoffs_not_after_destruction BEFORE INSERT ON rca.signoffs FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();

CREATE CONSTRAINT TRIGGER signoffs_told AFTER INSERT ON rca.signoffs DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rca.refuse_untold();

CREATE TRIGGER slack_channels_not_after_destruction BEFORE INSERT ON rca.slack_channels FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();

CREATE TRIGGER source_runs_settled BEFORE UPDATE OF state, evidence, pages, records, observations, rejected, finished_at ON rca.source_runs FOR EACH ROW EXECUTE FUNCTION rca.refuse_unsettling();
