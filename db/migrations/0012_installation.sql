-- What this installation is called in checkpoints, unless the configuration says otherwise. Made once, with the database.
CREATE TABLE rca.installation (
  name text PRIMARY KEY CHECK (name ~ '^[a-z0-9]([a-z0-9.-]{0,78}[a-z0-9])?$')
);
--> statement-breakpoint
CREATE UNIQUE INDEX installation_is_one ON rca.installation ((true));
--> statement-breakpoint
INSERT INTO rca.installation (name) VALUES ('rca-' || gen_random_uuid());
