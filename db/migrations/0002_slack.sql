CREATE TABLE rca.slack_channels (
  team text NOT NULL,
  channel text NOT NULL,
  incident text NOT NULL REFERENCES rca.incidents (id),
  request_key text NOT NULL,
  PRIMARY KEY (team, channel)
);
--> statement-breakpoint
CREATE TABLE rca.slack_messages (
  key text PRIMARY KEY,
  channel text NOT NULL,
  ts text NOT NULL
);
