-- The compliance record: packs that were written, where they were delivered, legal holds, destruction.
CREATE TABLE rca.packs (
  incident text NOT NULL REFERENCES rca.incidents (id),
  version integer NOT NULL CHECK (version > 0),
  sha256 rca.sha256 NOT NULL,
  size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
  manifest_sha256 rca.sha256 NOT NULL,
  written_at rca.instant NOT NULL,
  written_by text NOT NULL,
  signer text,
  path text NOT NULL,
  PRIMARY KEY (incident, version)
);
--> statement-breakpoint
CREATE TABLE rca.deliveries (
  incident text NOT NULL,
  version integer NOT NULL,
  destination text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('folder', 's3', 'webhook')),
  state text NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed')),
  attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  tried_at rca.instant,
  place text,
  receipt text,
  error text,
  hold text CHECK (hold IN ('on', 'off', 'failed')),
  PRIMARY KEY (incident, version, destination),
  FOREIGN KEY (incident, version) REFERENCES rca.packs (incident, version),
  CHECK ((state = 'delivered') = (receipt IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE rca.holds (
  incident text NOT NULL REFERENCES rca.incidents (id),
  number integer NOT NULL CHECK (number > 0),
  reason text,
  salt text,
  placed_at rca.instant NOT NULL,
  placed_by text NOT NULL,
  released_at rca.instant,
  released_by text,
  release_reason text,
  release_salt text,
  PRIMARY KEY (incident, number)
);
--> statement-breakpoint
CREATE TABLE rca.destructions (
  incident text PRIMARY KEY REFERENCES rca.incidents (id),
  state text NOT NULL CHECK (state IN ('begun', 'emptied', 'done')),
  plan text NOT NULL,
  begun_at rca.instant NOT NULL,
  begun_by text NOT NULL,
  certificate text,
  signature text,
  finished_at rca.instant,
  CHECK ((state = 'done') = (certificate IS NOT NULL))
);
--> statement-breakpoint
-- Blobs that a destruction has yet to judge: removed, or kept because another incident holds the same bytes.
CREATE TABLE rca.destroyed_blobs (
  incident text NOT NULL REFERENCES rca.destructions (incident),
  sha256 rca.sha256 NOT NULL,
  outcome text CHECK (outcome IN ('removed', 'kept')),
  PRIMARY KEY (incident, sha256)
);
--> statement-breakpoint
-- Nothing is added to an incident whose destruction has begun. RCA01 is a class of our own.
CREATE FUNCTION rca.refuse_after_destruction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM rca.destructions d WHERE d.incident = NEW.incident) THEN
    RAISE EXCEPTION 'the content of % was destroyed', NEW.incident USING ERRCODE = 'RCA01';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER evidence_not_after_destruction BEFORE INSERT OR UPDATE ON rca.evidence
  FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();
--> statement-breakpoint
CREATE TRIGGER gaps_not_after_destruction BEFORE INSERT ON rca.gaps
  FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();
--> statement-breakpoint
CREATE TRIGGER notes_not_after_destruction BEFORE INSERT ON rca.notes
  FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();
--> statement-breakpoint
CREATE TRIGGER collections_not_after_destruction BEFORE INSERT OR UPDATE ON rca.collections
  FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();
--> statement-breakpoint
CREATE TRIGGER derived_not_after_destruction BEFORE INSERT OR UPDATE ON rca.derived
  FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();
--> statement-breakpoint
CREATE TRIGGER packs_not_after_destruction BEFORE INSERT ON rca.packs
  FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();
--> statement-breakpoint
CREATE TRIGGER slack_channels_not_after_destruction BEFORE INSERT ON rca.slack_channels
  FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();
--> statement-breakpoint
-- Whether a legal hold stands, as the ledger says, which nobody can rewrite: the rows in rca.holds could say less.
CREATE FUNCTION rca.hold_stands(wanted text) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
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
$$;
