-- What people write into the RCA: one row a version. `body` is canonical JSON without id, author and times.
CREATE TABLE rca.sections (
  incident text NOT NULL REFERENCES rca.incidents (id),
  kind text NOT NULL CHECK (kind IN ('impact', 'cause', 'lesson', 'action', 'control')),
  number integer NOT NULL CHECK (number > 0),
  version integer NOT NULL CHECK (version > 0),
  body text NOT NULL,
  author text NOT NULL,
  written_at rca.instant NOT NULL,
  salt text NOT NULL,
  PRIMARY KEY (incident, kind, number, version)
);
--> statement-breakpoint
-- What an incident has become since it was started: one row a change, the last one stands. The row in
-- rca.incidents stays as it was written.
CREATE TABLE rca.incident_versions (
  incident text NOT NULL REFERENCES rca.incidents (id),
  version integer NOT NULL CHECK (version > 1),
  title text NOT NULL,
  severity text CHECK (severity IN ('sev1', 'sev2', 'sev3', 'sev4')),
  status text NOT NULL CHECK (status IN ('open', 'mitigated', 'resolved', 'closed')),
  closed_as text CHECK (closed_as IN ('done', 'cancelled', 'merged')),
  -- No reference: the other incident may be kept in another store.
  merged_into text,
  salt text NOT NULL,
  PRIMARY KEY (incident, version),
  CHECK ((status = 'closed') = (closed_as IS NOT NULL)),
  CHECK ((merged_into IS NOT NULL) = (closed_as IS NOT DISTINCT FROM 'merged'))
);
