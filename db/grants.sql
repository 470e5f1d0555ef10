-- What the program's role may do, as rca_owner gives it. Whoever adds a table adds its line here.
GRANT USAGE ON SCHEMA rca TO rca_program;
--> statement-breakpoint
REVOKE ALL ON ALL TABLES IN SCHEMA rca FROM rca_program;
--> statement-breakpoint
GRANT SELECT ON ALL TABLES IN SCHEMA rca TO rca_program;
--> statement-breakpoint
GRANT INSERT ON rca.incidents, rca.ledger, rca.collections, rca.source_runs, rca.evidence, rca.gaps, rca.notes,
  rca.derived, rca.checkpoints, rca.sections, rca.incident_versions, rca.signoffs,
  rca.slack_channels, rca.slack_messages, rca.history_pages TO rca_program;
--> statement-breakpoint
GRANT UPDATE (packs) ON rca.incidents TO rca_program;
--> statement-breakpoint
GRANT UPDATE (finished_at) ON rca.collections TO rca_program;
--> statement-breakpoint
GRANT UPDATE (state, evidence, pages, records, observations, rejected, started_at, finished_at, error)
  ON rca.source_runs TO rca_program;
--> statement-breakpoint
GRANT UPDATE (withdrawn, withdrawn_salt) ON rca.evidence TO rca_program;
--> statement-breakpoint
GRANT UPDATE (basis, value) ON rca.derived TO rca_program;
--> statement-breakpoint
GRANT INSERT ON rca.packs, rca.deliveries, rca.holds TO rca_program;
--> statement-breakpoint
GRANT UPDATE (state, attempts, tried_at, place, receipt, error, hold) ON rca.deliveries TO rca_program;
--> statement-breakpoint
GRANT UPDATE (released_at, released_by, release_reason, release_salt) ON rca.holds TO rca_program;
--> statement-breakpoint
GRANT UPDATE (state, certificate, signature, finished_at) ON rca.destructions TO rca_program;
--> statement-breakpoint
GRANT UPDATE (outcome) ON rca.destroyed_blobs TO rca_program;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION rca.destroy_content(text) TO rca_program;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION rca.begin_destruction(text, text, text[], text, text) TO rca_program;
--> statement-breakpoint
GRANT INSERT, DELETE, UPDATE (bot_user, sealed, installed_at) ON rca.slack_installations TO rca_program;
