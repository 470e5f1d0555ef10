/** What the app asks for, in manifest.yml and at an installation by OAuth alike. Reasons: docs/slack.md. */
export const BOT_SCOPES = [
  'commands',
  'channels:read',
  'chat:write',
  'files:write',
  'files:read',
  'groups:read',
  'pins:write',
  'users:read',
  'usergroups:read',
  'groups:write',
  'bookmarks:write',
  'canvases:write',
  'reactions:read',
  'channels:history',
  'groups:history',
] as const;
