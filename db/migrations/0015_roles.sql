-- What the program's role cannot do alone. It writes the ledger and the rows beside it, so whatever decides about
-- keeping and destroying is judged here, by the owner's functions: from the ledger, the database's clock and a table
-- that only the owner writes.

-- How long content is kept at least, and who must agree to its destruction. One row a change; the last one stands.
CREATE TABLE rca.destruction_rules (
  number integer PRIMARY KEY CHECK (number > 0),
  retention text NOT NULL CHECK (retention ~ '^\d{1,4}[dwmy]$'),
  sev1 text CHECK (sev1 ~ '^\d{1,4}[dwmy]$'),
  sev2 text CHECK (sev2 ~ '^\d{1,4}[dwmy]$'),
  sev3 text CHECK (sev3 ~ '^\d{1,4}[dwmy]$'),
  sev4 text CHECK (sev4 ~ '^\d{1,4}[dwmy]$'),
  confirmation text NOT NULL CHECK (confirmation IN ('none', 'second-account')),
  set_at rca.instant NOT NULL
    DEFAULT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  set_by text NOT NULL DEFAULT session_user
);
--> statement-breakpoint
INSERT INTO rca.destruction_rules (number, retention, confirmation) VALUES (1, '3y', 'none');
--> statement-breakpoint
CREATE FUNCTION rca.refuse_rules_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the rules of destruction are append-only: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
--> statement-breakpoint
CREATE TRIGGER destruction_rules_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON rca.destruction_rules
  FOR EACH STATEMENT EXECUTE FUNCTION rca.refuse_rules_change();
--> statement-breakpoint
-- Why the ledger cannot be judged: the first line that is no linked entry, or that releases a hold that does not
-- stand. Null when it is whole.
CREATE FUNCTION rca.ledger_fault(wanted text) RETURNS text LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp AS $$
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
$$;
--> statement-breakpoint
CREATE FUNCTION rca.after_period(since timestamptz, period text) RETURNS timestamptz LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT ((since AT TIME ZONE 'UTC') + CASE right(period, 1)
    WHEN 'd' THEN make_interval(days => left(period, -1)::integer)
    WHEN 'w' THEN make_interval(weeks => left(period, -1)::integer)
    WHEN 'm' THEN make_interval(months => left(period, -1)::integer)
    WHEN 'y' THEN make_interval(years => left(period, -1)::integer)
  END) AT TIME ZONE 'UTC'
$$;
--> statement-breakpoint
-- Until when content is kept, from the ledger and the owner's rules alone: from the close, before it the last pack,
-- before that the first entry; by the longest period of the severities that the ledger has named. No entry makes the
-- ones before it older: a time that lies before an earlier entry's counts as that one's.
CREATE FUNCTION rca.kept_until(wanted text) RETURNS timestamptz LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
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
$$;
--> statement-breakpoint
-- The account whose request to destroy still counts: none was begun and no hold came after it. Null when there is none.
CREATE FUNCTION rca.destruction_request(wanted text) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN e ->> 'type' = 'destruction.requested' THEN e ->> 'actor' END
  FROM rca.ledger l, LATERAL (SELECT l.line::jsonb AS e) parsed
  WHERE l.incident = wanted
    AND e ->> 'type' IN ('destruction.requested', 'destruction.begun', 'hold.placed', 'hold.released')
  ORDER BY l.seq DESC LIMIT 1
$$;
--> statement-breakpoint
CREATE FUNCTION rca.refuse_early_destruction(wanted text) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
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
$$;
--> statement-breakpoint
-- The only way to a row in rca.destructions. The entry `destruction.begun` follows in the same transaction.
CREATE FUNCTION rca.begin_destruction(wanted text, what text, blobs text[], at text, by text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION rca.begin_destruction(text, text, text[], text, text) FROM PUBLIC;
--> statement-breakpoint
-- As before, and judges everything again: between the beginning and this, a hold may have come, or an owner's rule.
CREATE OR REPLACE FUNCTION rca.destroy_content(wanted text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
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
$$;
--> statement-breakpoint
-- What a row stands for in the ledger is found by the id or digest that its entry names.
CREATE INDEX ledger_subject ON rca.ledger
  (incident, substring(line from '"(?:entry|evidence|hold|note|sha256)":"([^"]*)"'));
--> statement-breakpoint
CREATE FUNCTION rca.is_told(wanted text, subject text, types text, saying jsonb) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM rca.ledger l
    WHERE l.incident = wanted
      AND substring(l.line from '"(?:entry|evidence|hold|note|sha256)":"([^"]*)"') = subject
      AND l.line::jsonb ->> 'type' ~ types
      AND l.line::jsonb -> 'body' @> saying)
$$;
--> statement-breakpoint
CREATE FUNCTION rca.numbered(letter text, number integer) RETURNS text LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT letter || '-' || lpad(number::text, greatest(4, length(number::text)), '0')
$$;
--> statement-breakpoint
CREATE FUNCTION rca.digest(words text) RETURNS text LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT encode(sha256(convert_to(words, 'UTF8')), 'hex')
$$;
--> statement-breakpoint
-- The commitment of the ledger to words of a row; `words` is canonical JSON.
CREATE FUNCTION rca.commitment(salt text, words text) RETURNS text LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT rca.digest('{"salt":' || to_json(salt)::text || ',"words":' || words || '}')
$$;
--> statement-breakpoint
CREATE FUNCTION rca.commitment_to(salt text, name text, word text) RETURNS text LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT rca.commitment(salt, '{' || to_json(name)::text || ':' || coalesce(to_json(word)::text, 'null') || '}')
$$;
--> statement-breakpoint
CREATE FUNCTION rca.note_words(note rca.notes) RETURNS text LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT '{"at":' || to_json(note.at::text)::text
    || coalesce(',"message":' || to_json(note.message)::text, '')
    || ',"phase":' || coalesce(to_json(note.phase)::text, 'null')
    || ',"text":' || to_json(note.text)::text
    || coalesce(',"withdrawn":' || to_json(note.withdrawn)::text, '') || '}'
$$;
--> statement-breakpoint
-- No row without its entry. Judged when the transaction ends, for rows are written before their entries.
CREATE FUNCTION rca.refuse_untold() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
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
$$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER evidence_told AFTER INSERT OR UPDATE ON rca.evidence
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rca.refuse_untold();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER gaps_told AFTER INSERT ON rca.gaps
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rca.refuse_untold();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER notes_told AFTER INSERT ON rca.notes
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rca.refuse_untold();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER sections_told AFTER INSERT ON rca.sections
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rca.refuse_untold();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER signoffs_told AFTER INSERT ON rca.signoffs
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rca.refuse_untold();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER holds_told AFTER INSERT OR UPDATE OF released_at ON rca.holds
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rca.refuse_untold();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER packs_told AFTER INSERT ON rca.packs
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rca.refuse_untold();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER incident_versions_told AFTER INSERT ON rca.incident_versions
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rca.refuse_untold();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER deliveries_told AFTER INSERT OR UPDATE OF state ON rca.deliveries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rca.refuse_untold();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER destructions_told AFTER INSERT OR UPDATE OF state ON rca.destructions
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rca.refuse_untold();
--> statement-breakpoint
-- What was settled stays. The owner's function that blanks words after a destruction touches none of these columns.
CREATE FUNCTION rca.refuse_unsettling() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
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
$$;
--> statement-breakpoint
CREATE TRIGGER evidence_settled BEFORE UPDATE OF withdrawn, withdrawn_salt ON rca.evidence
  FOR EACH ROW EXECUTE FUNCTION rca.refuse_unsettling();
--> statement-breakpoint
CREATE TRIGGER holds_settled BEFORE UPDATE OF released_at, released_by ON rca.holds
  FOR EACH ROW EXECUTE FUNCTION rca.refuse_unsettling();
--> statement-breakpoint
CREATE TRIGGER incidents_settled BEFORE UPDATE OF packs ON rca.incidents
  FOR EACH ROW EXECUTE FUNCTION rca.refuse_unsettling();
--> statement-breakpoint
CREATE TRIGGER deliveries_settled BEFORE UPDATE OF state, receipt, place ON rca.deliveries
  FOR EACH ROW EXECUTE FUNCTION rca.refuse_unsettling();
--> statement-breakpoint
CREATE TRIGGER source_runs_settled BEFORE UPDATE OF state, evidence, pages, records, observations, rejected, finished_at ON rca.source_runs
  FOR EACH ROW EXECUTE FUNCTION rca.refuse_unsettling();
--> statement-breakpoint
CREATE TRIGGER collections_settled BEFORE UPDATE OF finished_at ON rca.collections
  FOR EACH ROW EXECUTE FUNCTION rca.refuse_unsettling();
--> statement-breakpoint
CREATE TRIGGER destroyed_blobs_settled BEFORE UPDATE OF outcome ON rca.destroyed_blobs
  FOR EACH ROW EXECUTE FUNCTION rca.refuse_unsettling();
--> statement-breakpoint
CREATE TRIGGER destructions_settled BEFORE UPDATE OF state, certificate, signature, finished_at ON rca.destructions
  FOR EACH ROW EXECUTE FUNCTION rca.refuse_unsettling();
