-- An incident's window lives: without an end that somebody gave it follows the incident, and each change of it is a
-- version. What was stored before had an end that stays. Each time in cycles is the beginning of another cycle.
ALTER TABLE rca.incidents ADD COLUMN window_follows boolean NOT NULL DEFAULT false;
--> statement-breakpoint
ALTER TABLE rca.incident_versions
  ADD COLUMN window_from text,
  ADD COLUMN window_to text,
  ADD COLUMN window_follows boolean,
  ADD COLUMN cycles text[],
  ADD CHECK ((window_from IS NULL) = (window_to IS NULL) AND (window_from IS NULL) = (window_follows IS NULL));
