CREATE TRIGGER sections_not_after_destruction BEFORE INSERT ON rca.sections
  FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();
--> statement-breakpoint
CREATE TRIGGER incident_versions_not_after_destruction BEFORE INSERT ON rca.incident_versions
  FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();
--> statement-breakpoint
CREATE TRIGGER signoffs_not_after_destruction BEFORE INSERT ON rca.signoffs
  FOR EACH ROW EXECUTE FUNCTION rca.refuse_after_destruction();
--> statement-breakpoint
-- The only way to remove content. It runs with the rights of the tables' owner, asks the ledger itself whether a
-- hold stands (RCA02) and whether the destruction was entered (RCA03), and leaves the ledger as it is.
CREATE FUNCTION rca.destroy_content(wanted text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
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
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION rca.destroy_content(text) FROM PUBLIC;
