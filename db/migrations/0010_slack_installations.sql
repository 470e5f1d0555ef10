-- Workspaces and organisations that have installed the app by OAuth. A key part is empty where Slack names none: the
-- team of an organisation's install, the enterprise of a workspace that belongs to none.
CREATE TABLE rca.slack_installations (
  enterprise text NOT NULL,
  team text NOT NULL,
  bot_user text NOT NULL,
  -- The token and what belongs to it, AES-256-GCM, base64; bound to enterprise and team.
  sealed text NOT NULL,
  installed_at text NOT NULL,
  PRIMARY KEY (enterprise, team),
  CHECK (enterprise <> '' OR team <> '')
);
