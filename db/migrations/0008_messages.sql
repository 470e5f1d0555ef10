-- A note may be a captured message: which one (`slack:TEAM/CHANNEL/TS`), what is known of it (canonical JSON), and
-- why it was taken off the timeline. One note a message; every version repeats its message.
ALTER TABLE rca.notes
  ADD COLUMN message_key text,
  ADD COLUMN message text,
  ADD COLUMN withdrawn text,
  ADD CHECK ((message IS NULL) = (message_key IS NULL));
--> statement-breakpoint
CREATE UNIQUE INDEX notes_message ON rca.notes (incident, message_key, version);
--> statement-breakpoint
-- Pages of a channel's history while it is read: each is here once its evidence is stored, so that reading goes on
-- behind it after a restart.
CREATE TABLE rca.history_pages (
  collection text NOT NULL REFERENCES rca.collections (id) ON DELETE CASCADE,
  number integer NOT NULL CHECK (number >= 0),
  -- Canonical JSON: the page's digests and counts, and what to ask for next.
  page text NOT NULL,
  PRIMARY KEY (collection, number)
);
