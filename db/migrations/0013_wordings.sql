-- A person's wording in place of a sentence that was computed from evidence.
ALTER TABLE rca.sections DROP CONSTRAINT sections_kind_check;
--> statement-breakpoint
ALTER TABLE rca.sections ADD CONSTRAINT sections_kind_check
  CHECK (kind IN ('impact', 'cause', 'lesson', 'action', 'control', 'wording'));
