-- Heads of ledgers as they were at a time, each a C2SP checkpoint. Append-only like the ledger.
CREATE TABLE rca.checkpoints (
  incident text NOT NULL REFERENCES rca.incidents (id),
  size integer NOT NULL CHECK (size >= 0),
  -- Id of the Ed25519 key that signed the note; 'unsigned' when none did.
  signer text NOT NULL CHECK (signer ~ '^([0-9a-f]{16}|unsigned)$'),
  note text NOT NULL,
  made_at rca.instant NOT NULL,
  PRIMARY KEY (incident, size, signer)
);
--> statement-breakpoint
CREATE FUNCTION rca.refuse_checkpoint_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'checkpoints are append-only: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
--> statement-breakpoint
CREATE TRIGGER checkpoints_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON rca.checkpoints
  FOR EACH STATEMENT EXECUTE FUNCTION rca.refuse_checkpoint_change();
