import { bigint, boolean, integer, jsonb, pgSchema, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

/** Tables as the migrations make them; a test compares the two. Constraints are in the migrations only. */
const rca = pgSchema('rca');

export const migrations = rca.table('migrations', {
  id: integer('id').primaryKey(),
  name: text('name').notNull(),
  sha256: text('sha256').notNull(),
});

/** One row. */
export const installation = rca.table('installation', { name: text('name').primaryKey() });

export const incidents = rca.table('incidents', {
  id: text('id').primaryKey(),
  year: integer('year').notNull(),
  number: integer('number').notNull(),
  title: text('title').notNull(),
  severity: text('severity', { enum: ['sev1', 'sev2', 'sev3', 'sev4'] }),
  status: text('status', { enum: ['open', 'mitigated', 'resolved', 'closed'] }).notNull(),
  services: text('services').array().notNull(),
  windowFrom: text('window_from').notNull(),
  windowTo: text('window_to').notNull(),
  windowFollows: boolean('window_follows').notNull().default(false),
  startedAt: text('started_at').notNull(),
  startedBy: text('started_by').notNull(),
  /** Of the commitment to the title in the ledger. */
  salt: text('salt').notNull(),
  /** How many pack versions were given out. */
  packs: integer('packs').notNull().default(0),
  requestKey: text('request_key'),
});

export const ledger = rca.table(
  'ledger',
  {
    incident: text('incident').notNull(),
    seq: integer('seq').notNull(),
    /** Canonical JSON, without newline. */
    line: text('line').notNull(),
    requestKey: text('request_key'),
  },
  (table) => [primaryKey({ columns: [table.incident, table.seq] })],
);

export const collections = rca.table('collections', {
  id: text('id').primaryKey(),
  incident: text('incident').notNull(),
  sources: text('sources').array().notNull(),
  windowFrom: text('window_from').notNull(),
  windowTo: text('window_to').notNull(),
  requestedAt: text('requested_at').notNull(),
  requestedBy: text('requested_by').notNull(),
  finishedAt: text('finished_at'),
});

export const sourceRuns = rca.table(
  'source_runs',
  {
    collection: text('collection').notNull(),
    source: text('source').notNull(),
    /** Place in the collection's order of sources. */
    position: integer('position').notNull(),
    state: text('state', { enum: ['waiting', 'running', 'done', 'failed'] }).notNull(),
    evidence: text('evidence').array().notNull(),
    pages: integer('pages').notNull(),
    records: integer('records').notNull(),
    observations: integer('observations').notNull(),
    rejected: integer('rejected').notNull(),
    startedAt: text('started_at'),
    finishedAt: text('finished_at'),
    error: text('error'),
  },
  (table) => [primaryKey({ columns: [table.collection, table.source] })],
);

export const evidence = rca.table(
  'evidence',
  {
    incident: text('incident').notNull(),
    number: integer('number').notNull(),
    /** The item's canonical description. */
    description: text('description').notNull(),
    /** Digest of what makes two items equal: source, format, query, asked window and page digests. */
    likeness: text('likeness').notNull(),
    collection: text('collection'),
    /** Why it was withdrawn. */
    withdrawn: text('withdrawn'),
    withdrawnSalt: text('withdrawn_salt'),
  },
  (table) => [primaryKey({ columns: [table.incident, table.number] })],
);

export const gaps = rca.table(
  'gaps',
  {
    incident: text('incident').notNull(),
    number: integer('number').notNull(),
    /** Canonical JSON. */
    gap: text('gap').notNull(),
    sha256: text('sha256').notNull(),
    collection: text('collection'),
  },
  (table) => [primaryKey({ columns: [table.incident, table.number] })],
);

export const notes = rca.table(
  'notes',
  {
    incident: text('incident').notNull(),
    number: integer('number').notNull(),
    version: integer('version').notNull(),
    at: text('at').notNull(),
    text: text('text').notNull(),
    author: text('author').notNull(),
    writtenAt: text('written_at').notNull(),
    phase: text('phase', { enum: ['started', 'detected', 'acknowledged', 'mitigated', 'resolved'] }),
    salt: text('salt').notNull(),
    /** Of a captured message: `slack:TEAM/CHANNEL/TS`. */
    messageKey: text('message_key'),
    /** Canonical JSON. */
    message: text('message'),
    withdrawn: text('withdrawn'),
  },
  (table) => [primaryKey({ columns: [table.incident, table.number, table.version] })],
);

/** What people write into the RCA, one row a version. */
export const sections = rca.table(
  'sections',
  {
    incident: text('incident').notNull(),
    kind: text('kind', { enum: ['impact', 'cause', 'lesson', 'action', 'control', 'wording'] }).notNull(),
    number: integer('number').notNull(),
    version: integer('version').notNull(),
    /** Canonical JSON. */
    body: text('body').notNull(),
    author: text('author').notNull(),
    writtenAt: text('written_at').notNull(),
    salt: text('salt').notNull(),
  },
  (table) => [primaryKey({ columns: [table.incident, table.kind, table.number, table.version] })],
);

/** What an incident has become since it was started, one row a change from version 2 on. */
export const incidentVersions = rca.table(
  'incident_versions',
  {
    incident: text('incident').notNull(),
    version: integer('version').notNull(),
    title: text('title').notNull(),
    severity: text('severity', { enum: ['sev1', 'sev2', 'sev3', 'sev4'] }),
    status: text('status', { enum: ['open', 'mitigated', 'resolved', 'closed'] }).notNull(),
    closedAs: text('closed_as', { enum: ['done', 'cancelled', 'merged'] }),
    mergedInto: text('merged_into'),
    salt: text('salt').notNull(),
    /** Null while the window is what it was at the start. */
    windowFrom: text('window_from'),
    windowTo: text('window_to'),
    windowFollows: boolean('window_follows'),
    cycles: text('cycles').array(),
  },
  (table) => [primaryKey({ columns: [table.incident, table.version] })],
);

/** Entries about sign-offs; what they say besides the reason stands in the ledger. */
export const signoffs = rca.table(
  'signoffs',
  {
    incident: text('incident').notNull(),
    number: integer('number').notNull(),
    reason: text('reason'),
    salt: text('salt'),
  },
  (table) => [primaryKey({ columns: [table.incident, table.number] })],
);

export const derived = rca.table(
  'derived',
  {
    incident: text('incident').notNull(),
    name: text('name').notNull(),
    basis: text('basis').notNull(),
    /** JSON. */
    value: text('value').notNull(),
  },
  (table) => [primaryKey({ columns: [table.incident, table.name] })],
);

/** Heads of ledgers as they were at a time. */
export const checkpoints = rca.table(
  'checkpoints',
  {
    incident: text('incident').notNull(),
    size: integer('size').notNull(),
    /** Id of the key that signed the note, or `unsigned`. */
    signer: text('signer').notNull(),
    note: text('note').notNull(),
    madeAt: text('made_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.incident, table.size, table.signer] })],
);

/** Pages of a channel's history while it is read. */
export const historyPages = rca.table(
  'history_pages',
  {
    collection: text('collection').notNull(),
    number: integer('number').notNull(),
    /** Canonical JSON. */
    page: text('page').notNull(),
  },
  (table) => [primaryKey({ columns: [table.collection, table.number] })],
);

/** The incident that a Slack channel belongs to. */
export const slackChannels = rca.table(
  'slack_channels',
  {
    team: text('team').notNull(),
    channel: text('channel').notNull(),
    incident: text('incident').notNull(),
    requestKey: text('request_key').notNull(),
  },
  (table) => [primaryKey({ columns: [table.team, table.channel] })],
);

/** Who has installed the app by OAuth; empty texts where Slack names no enterprise or no team. */
export const slackInstallations = rca.table(
  'slack_installations',
  {
    enterprise: text('enterprise').notNull(),
    team: text('team').notNull(),
    botUser: text('bot_user').notNull(),
    /** Encrypted. */
    sealed: text('sealed').notNull(),
    installedAt: text('installed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.enterprise, table.team] })],
);

/** What was posted to Slack, so that it is posted once and can be edited. */
export const slackMessages = rca.table('slack_messages', {
  key: text('key').primaryKey(),
  channel: text('channel').notNull(),
  ts: text('ts').notNull(),
});

/** Evidence packs that were written; the PDF is the blob `sha256` until the incident is destroyed. */
export const packs = rca.table(
  'packs',
  {
    incident: text('incident').notNull(),
    version: integer('version').notNull(),
    sha256: text('sha256').notNull(),
    sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
    manifestSha256: text('manifest_sha256').notNull(),
    writtenAt: text('written_at').notNull(),
    writtenBy: text('written_by').notNull(),
    /** Who sealed it; null: nobody. */
    signer: text('signer'),
    /** The file that it was written to first. */
    path: text('path').notNull(),
  },
  (table) => [primaryKey({ columns: [table.incident, table.version] })],
);

/** One pack at one place where the organisation keeps it. */
export const deliveries = rca.table(
  'deliveries',
  {
    incident: text('incident').notNull(),
    version: integer('version').notNull(),
    destination: text('destination').notNull(),
    kind: text('kind', { enum: ['folder', 's3', 'webhook'] }).notNull(),
    state: text('state', { enum: ['waiting', 'delivered', 'failed'] }).notNull(),
    attempts: integer('attempts').notNull().default(0),
    triedAt: text('tried_at'),
    /** Where the copy lies. */
    place: text('place'),
    /** JSON: what was read back from the destination. */
    receipt: text('receipt'),
    error: text('error'),
    /** Legal hold on the delivered object, as read back; null where there is none to set. */
    hold: text('hold', { enum: ['on', 'off', 'failed'] }),
  },
  (table) => [primaryKey({ columns: [table.incident, table.version, table.destination] })],
);

export const holds = rca.table(
  'holds',
  {
    incident: text('incident').notNull(),
    number: integer('number').notNull(),
    reason: text('reason'),
    salt: text('salt'),
    placedAt: text('placed_at').notNull(),
    placedBy: text('placed_by').notNull(),
    releasedAt: text('released_at'),
    releasedBy: text('released_by'),
    releaseReason: text('release_reason'),
    releaseSalt: text('release_salt'),
  },
  (table) => [primaryKey({ columns: [table.incident, table.number] })],
);

export const destructions = rca.table('destructions', {
  incident: text('incident').primaryKey(),
  state: text('state', { enum: ['begun', 'emptied', 'done'] }).notNull(),
  /** Canonical JSON: what is destroyed, by digest. */
  plan: text('plan').notNull(),
  begunAt: text('begun_at').notNull(),
  begunBy: text('begun_by').notNull(),
  /** Canonical JSON. */
  certificate: text('certificate'),
  /** Ed25519, base64; null without a key. */
  signature: text('signature'),
  finishedAt: text('finished_at'),
});

export const destroyedBlobs = rca.table(
  'destroyed_blobs',
  {
    incident: text('incident').notNull(),
    sha256: text('sha256').notNull(),
    outcome: text('outcome', { enum: ['removed', 'kept'] }),
  },
  (table) => [primaryKey({ columns: [table.incident, table.sha256] })],
);

/** How long content is kept at least, and who must agree to its destruction: one row a change, the last one stands. */
export const entryTypes = rca.table('entry_types', {
  type: text('type').primaryKey(),
  rules: jsonb('rules').notNull(),
});

/** What stands by the ledger; its trigger writes it. */
export const ledgerFacts = rca.table(
  'ledger_facts',
  { incident: text('incident').notNull(), fact: text('fact').notNull() },
  (table) => [primaryKey({ columns: [table.incident, table.fact] })],
);

export const ledgerHeads = rca.table('ledger_heads', {
  incident: text('incident').primaryKey(),
  size: integer('size').notNull(),
  latest: timestamp('latest', { withTimezone: true }),
});

export const destructionRules = rca.table('destruction_rules', {
  number: integer('number').primaryKey(),
  /** Of a severity that has no period of its own. */
  retention: text('retention').notNull(),
  sev1: text('sev1'),
  sev2: text('sev2'),
  sev3: text('sev3'),
  sev4: text('sev4'),
  confirmation: text('confirmation', { enum: ['none', 'second-account'] }).notNull(),
  setAt: text('set_at').notNull(),
  setBy: text('set_by').notNull(),
});
