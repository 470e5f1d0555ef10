import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { sha256Hex } from '../../src/domain/canonical.ts';
import { chain, emptyHead } from '../../src/domain/ledger.ts';
import type { DestructionRules } from '../../src/domain/record.ts';
import { openDatabase } from '../../src/evidence/database.ts';
import { destroy, requestDestruction } from '../../src/incident/compliance/destroy.ts';
import { verifyStore } from '../../src/incident/verify-store.ts';
import { act, gapDraft, incidentDraft, itemDraft, noteDraft, redacted } from '../evidence/samples.ts';
import { onServer } from '../helpers/raw-sql.ts';
import { type OpenStore, openAt, optionsOf, postgres, type StorePlace } from '../helpers/stores.ts';
import { bytesOf, complianceContext } from '../incident/compliance.ts';

const HELD = 'INC-2026-0001';
const FREE = 'INC-2026-0002';
const AT = '2026-01-27T12:00:00.000Z';
const PAGE = 'a page';
const digest = sha256Hex('pack');

/** Rules that leave destruction to hold and confirmation, so that nothing else refuses. */
const DUE: DestructionRules = { retention: { default: '0d' }, confirmation: 'second-account' };
const KEPT: DestructionRules = { retention: { default: '3y' }, confirmation: 'none' };

async function fill({ store, record, blobs }: OpenStore): Promise<void> {
  await blobs.put(bytesOf(PAGE));
  for (const id of [HELD, FREE]) {
    await store.startIncident(incidentDraft(`title of ${id}`), act);
    await store.addItem(id, itemDraft(PAGE), [], act);
    await store.writeNote(id, noteDraft('a note'), act);
    await store.recordGap(id, gapDraft(), act);
    await store.packVersion(id);
    const pack = {
      version: 1,
      sha256: digest,
      sizeBytes: 4,
      manifestSha256: digest,
      signer: null,
      authorityClock: null,
      beside: { files: 0, sizeBytes: 0 },
      path: '/packs/pack.pdf',
    };
    await record.packWritten(id, pack, [{ id: 'folder', kind: 'folder' }], act);
  }
  await record.placeHold(HELD, redacted('a case'), act);
}

async function attacked(t: TestContext, rules: DestructionRules) {
  const place = await postgres.place();
  const opened = await openAt(place);
  t.after(async () => {
    await opened.close();
    await place.remove();
  });
  await fill(opened);
  await (await openDatabase(place.url, { ...optionsOf(place), rules })).close();
  return { place, opened };
}

/** Everything that is stored, as the administrator sees it. */
async function everything({ adminUrl = '' }: StorePlace): Promise<string> {
  const tables = await onServer(
    adminUrl,
    `SELECT c.oid::regclass::text AS name FROM pg_class c
     WHERE c.relnamespace = 'rca'::regnamespace AND c.relkind = 'r' ORDER BY 1`,
  );
  const rows = await onServer(
    adminUrl,
    tables
      .map(({ name }) => `SELECT '${name}' AS of, to_jsonb(t)::text AS row FROM ${name} t`)
      .join(' UNION ALL ')
      .concat(' ORDER BY 1, 2'),
  );
  return JSON.stringify(rows);
}

/** Statements that add entries to the end of a ledger, each linked as rca links them. */
function appending(
  lines: readonly string[],
  incident: string,
  ...entries: readonly {
    readonly type: string;
    readonly body?: object;
    readonly actor?: string;
    readonly at?: string;
  }[]
): string {
  let head = { size: lines.length, tip: sha256Hex(lines.at(-1) ?? '') };
  assert.notDeepEqual(head, emptyHead);
  return entries
    .map(({ type, body = {}, actor = 'slack:T1/U1', at = AT }) => {
      const seq = head.size;
      const next = chain(head, { type, actor, at, body: { ...body } });
      head = next.head;
      return `INSERT INTO rca.ledger (incident, seq, line) VALUES ('${incident}', ${seq}, '${next.line}');`;
    })
    .join('\n');
}

const garbage = (seq: number, line: string) =>
  `INSERT INTO rca.ledger (incident, seq, line) VALUES ('${HELD}', ${seq}, '${line}');`;
const begin = (incident: string, by = 'slack:T1/U1') =>
  `SELECT rca.begin_destruction('${incident}', '{}', '{}', '${AT}', '${by}');`;
const empty = (incident: string) => `SELECT rca.destroy_content('${incident}');`;
const begun = { type: 'destruction.begun', body: { plan: sha256Hex('{}') } };
const released = (hold: string) => ({ type: 'hold.released', body: { hold, commitment: digest } });

type Attack = readonly [what: string, statements: string, refusal: RegExp];

const DENIED = /permission denied|must be owner/;
const UNTOLD = /does not tell of this row/;
const HOLD = /a (legal )?hold stands/;
const BROKEN = /ledger/;

/** Lines that break a rule of the ledger, and ways around the trigger that judges them. */
function ledgerAttacks(held: readonly string[], next: number): readonly Attack[] {
  const ofHeld = (...entries: Parameters<typeof appending>[2][]) => appending(held, HELD, ...entries);
  const item = { evidence: 'E-0001', source: 'edge-waf', collection: null, sha256: digest };
  const note = { note: 'N-0009', version: 1, commitment: digest };
  const release = ofHeld(released('H-0001'));
  return [
    [
      'an item described anew under its number',
      ofHeld({ type: 'evidence.imported', body: item }),
      /states again what is stated once: evidence E-0001/,
    ],
    ['the incident begun again', ofHeld({ type: 'incident.started', body: { incident: HELD } }), /again/],
    ['a type that nobody knows', ofHeld({ type: 'evidence.forgotten' }), /unknown type "evidence.forgotten"/],
    ['a body without its members', ofHeld({ type: 'note.written' }), /is no note\.written/],
    [
      'a body with words',
      ofHeld({ type: 'note.written', body: { ...note, text: 'x' } }),
      /is no note\.written/,
    ],
    [
      'an entry of long ago',
      ofHeld({ type: 'note.written', body: note, at: '2001-01-01T00:00:00.000Z' }),
      /is of 2001-01-01T00:00:00.000Z, before an earlier entry/,
    ],
    ['an array', garbage(next, '[]'), /is not a ledger entry/],
    ['a line of zero characters', garbage(next, '{"a":"\\u0000"}'), /is not a ledger entry/],
    ['facts of its own', `INSERT INTO rca.ledger_facts VALUES ('${HELD}', 'x')`, DENIED],
    ['facts taken away', 'DELETE FROM rca.ledger_facts', DENIED],
    ['an earlier head', 'UPDATE rca.ledger_heads SET size = 1', DENIED],
    ['rules of its own', `UPDATE rca.entry_types SET rules = '{}'`, DENIED],
    ['facts by the owner’s functions', `SELECT rca.read_ledger_anew('${HELD}')`, DENIED],
    [
      'a line beside the ledger that the trigger would take for one',
      `CREATE TEMP TABLE ledger (incident text, seq integer, line text);
       CREATE TRIGGER mine AFTER INSERT ON pg_temp.ledger FOR EACH ROW EXECUTE FUNCTION rca.judge_entry();
       ${release.replace('rca.ledger', 'pg_temp.ledger')}`,
      DENIED,
    ],
    [
      'a release that is judged and not inserted',
      `${release.replace(`, ${next}, `, ', 0, ').replace(/;$/, ' ON CONFLICT DO NOTHING;')} ${begin(HELD)}`,
      HOLD,
    ],
  ];
}

function attacks(held: readonly string[], free: readonly string[]): readonly Attack[] {
  const ofHeld = (...entries: Parameters<typeof appending>[2][]) => appending(held, HELD, ...entries);
  const ofFree = (...entries: Parameters<typeof appending>[2][]) => appending(free, FREE, ...entries);
  const next = held.length;
  return [
    [
      'two lines of garbage, a destruction and the owner’s function',
      `${garbage(next, '{"type":"hold.released","body":{"hold":"H-0001"}}')}
       ${garbage(next + 1, '{"type":"destruction.begun"}')}
       INSERT INTO rca.destructions (incident, state, plan, begun_at, begun_by)
         VALUES ('${HELD}', 'begun', '{}', '${AT}', 'nobody');
       ${empty(HELD)}`,
      /permission denied|ledger/,
    ],
    [
      'a release as garbage',
      `${garbage(next, '{"type":"hold.released","body":{"hold":"H-0001"}}')} ${begin(HELD)}`,
      BROKEN,
    ],
    ['a line that is no JSON', `${garbage(next, 'hold.released')} ${begin(HELD)}`, BROKEN],
    [
      'a release with a number of its own choice',
      `${appending(held.slice(0, 2), HELD, released('H-0001')).replace(/, 2, /, `, ${next}, `)} ${begin(HELD)}`,
      BROKEN,
    ],
    ['a line behind a hole', `${garbage(next + 7, '{}')} ${begin(HELD)}`, BROKEN],
    ['a release of a hold that was never placed', `${ofHeld(released('H-0009'))} ${begin(HELD)}`, BROKEN],
    [
      'a destruction of a held incident, well entered',
      `${ofHeld(begun)} ${begin(HELD)} ${empty(HELD)}`,
      HOLD,
    ],
    ...ledgerAttacks(held, next),
    ['a release that no row tells of', `${ofHeld(released('H-0001'))} ${begin(HELD)}`, HOLD],
    ['a release in the row alone', `UPDATE rca.holds SET released_at = '${AT}', released_by = 'x'`, UNTOLD],
    [
      'a release in the row alone, then the destruction',
      `UPDATE rca.holds SET released_at = '${AT}'; ${begin(HELD)}`,
      HOLD,
    ],
    ['other words for a hold', 'UPDATE rca.holds SET reason = NULL', DENIED],
    ['a hold taken away', 'DELETE FROM rca.holds', DENIED],
    [
      'a hold that nobody placed',
      `INSERT INTO rca.holds (incident, number, placed_at, placed_by) VALUES ('${FREE}', 1, '${AT}', 'x')`,
      UNTOLD,
    ],
    ['the owner’s function without a beginning', empty(FREE), /no destruction of INC-2026-0002 has begun/],
    ['a beginning that nobody requested', begin(FREE), /nobody has requested/],
    [
      'a request and its confirmation by one account',
      `${ofFree({ type: 'destruction.requested', body: { keptUntil: AT } })} ${begin(FREE)}`,
      /cannot confirm it too/,
    ],
    [
      'a confirmed beginning without its entry',
      `${ofFree({ type: 'destruction.requested', body: { keptUntil: AT } })} ${begin(FREE, 'slack:T1/U2')}`,
      UNTOLD,
    ],
    [
      'a confirmed beginning with another account’s entry',
      `${ofFree({ type: 'destruction.requested', body: { keptUntil: AT } })} ${begin(FREE, 'slack:T1/U2')} ${empty(FREE)}`,
      /no destruction of INC-2026-0002 has begun/,
    ],
    [
      'another rule',
      `INSERT INTO rca.destruction_rules VALUES (9, '0d', NULL, NULL, NULL, NULL, 'none')`,
      DENIED,
    ],
    ['the rule switched off', `UPDATE rca.destruction_rules SET confirmation = 'none'`, DENIED],
    ['no rule at all', 'DELETE FROM rca.destruction_rules', DENIED],
    [
      'a destruction without the function',
      `INSERT INTO rca.destructions VALUES ('${FREE}', 'emptied', '{}', '${AT}', 'x')`,
      DENIED,
    ],
    ['blobs to be removed', `INSERT INTO rca.destroyed_blobs VALUES ('${HELD}', '${digest}')`, DENIED],
    ['evidence deleted', 'DELETE FROM rca.evidence', DENIED],
    ['evidence emptied', 'TRUNCATE rca.evidence', DENIED],
    ['evidence described anew', `UPDATE rca.evidence SET description = '{}'`, DENIED],
    ['evidence withdrawn silently', `UPDATE rca.evidence SET withdrawn = 'x', withdrawn_salt = 'y'`, UNTOLD],
    [
      'evidence that nobody collected',
      `INSERT INTO rca.evidence (incident, number, description, likeness) VALUES ('${HELD}', 2, '{}', '${digest}')`,
      UNTOLD,
    ],
    [
      'a note that nobody wrote',
      `INSERT INTO rca.notes (incident, number, version, at, text, author, written_at, salt)
         VALUES ('${HELD}', 2, 1, '${AT}', 'x', 'y', '${AT}', 'z')`,
      UNTOLD,
    ],
    [
      'another version of a note',
      `INSERT INTO rca.notes SELECT incident, number, 2, at, 'x', author, written_at, phase, salt FROM rca.notes`,
      UNTOLD,
    ],
    [
      'a note with other words than its entry commits to',
      `${ofHeld({ type: 'note.edited', body: { note: 'N-0001', version: 2, commitment: digest } })}
       INSERT INTO rca.notes SELECT incident, number, 2, at, 'x', author, written_at, phase, salt
         FROM rca.notes WHERE incident = '${HELD}'`,
      UNTOLD,
    ],
    ['a note deleted', 'DELETE FROM rca.notes', DENIED],
    [
      'a gap that nobody recorded',
      `INSERT INTO rca.gaps (incident, number, gap, sha256) VALUES ('${HELD}', 2, '{}', '${sha256Hex('{}')}')`,
      UNTOLD,
    ],
    [
      'a section that nobody wrote',
      `INSERT INTO rca.sections VALUES ('${HELD}', 'cause', 1, 1, '{}', 'x', '${AT}', 'y')`,
      UNTOLD,
    ],
    [
      'a sign-off that nobody made',
      `INSERT INTO rca.signoffs (incident, number) VALUES ('${HELD}', 1)`,
      UNTOLD,
    ],
    [
      'another title',
      `INSERT INTO rca.incident_versions (incident, version, title, status, salt) VALUES ('${HELD}', 2, 'x', 'open', 'y')`,
      UNTOLD,
    ],
    [
      'a pack that nobody made',
      `INSERT INTO rca.packs VALUES ('${HELD}', 2, '${digest}', 4, '${digest}', '${AT}', 'x', NULL, '/x')`,
      UNTOLD,
    ],
    ['another pack under its version', `UPDATE rca.packs SET sha256 = '${sha256Hex('x')}'`, DENIED],
    ['pack versions counted anew', 'UPDATE rca.incidents SET packs = 0', /is settled/],
    [
      'a delivery that did not arrive',
      `UPDATE rca.deliveries SET state = 'delivered', receipt = '{}'`,
      UNTOLD,
    ],
    ['a line changed', `UPDATE rca.ledger SET line = '{}'`, DENIED],
    ['a line deleted', 'DELETE FROM rca.ledger', DENIED],
    ['a trigger switched off', 'ALTER TABLE rca.evidence DISABLE TRIGGER ALL', DENIED],
    ['all triggers switched off', 'SET session_replication_role = replica', DENIED],
    ['the owner’s role', 'SET ROLE rca_owner', DENIED],
    [
      'a right given to itself',
      'GRANT DELETE ON rca.evidence TO rca_program; DELETE FROM rca.evidence',
      DENIED,
    ],
    [
      'a judge of its own',
      `CREATE OR REPLACE FUNCTION rca.hold_stands(wanted text) RETURNS boolean LANGUAGE sql AS $$ SELECT false $$`,
      DENIED,
    ],
    [
      'tables of its own in front of ours',
      `CREATE TEMP TABLE holds (incident text, released_at text);
       CREATE FUNCTION pg_temp.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT 'infinity'::timestamptz $$;
       SET search_path = pg_temp, rca, pg_catalog; ${begin(HELD)}`,
      HOLD,
    ],
    ['an incident that is not there', begin('INC-1999-0001'), /cannot be judged/],
  ];
}

test('the program’s role cannot destroy, backdate, un-hold or garble: each attack is refused and changes nothing', async (t) => {
  const { place, opened } = await attacked(t, DUE);
  const before = await everything(place);
  const list = attacks(await opened.store.ledger(HELD), await opened.store.ledger(FREE));
  assert.ok(list.length >= 25);
  for (const [what, statements, refusal] of list) {
    await assert.rejects(onServer(place.url, statements), { message: refusal }, what);
    assert.equal(await everything(place), before, what);
  }
  const report = await verifyStore(
    {
      ...opened,
      checkpoints: { list: async () => [], incidents: async () => [], keep: async () => true },
      sealer: null,
    },
    { given: [], key: null, onProgress: () => undefined },
  );
  assert.deepEqual(
    report.checks.filter(({ ok }) => ok === false),
    [],
  );
});

test('each statement of a destruction by two lines of garbage is refused by itself', async (t) => {
  const { place } = await attacked(t, DUE);
  const before = await everything(place);
  const statements = [
    `INSERT INTO rca.ledger (incident, seq, line) VALUES ('${HELD}', 6, '{"type":"hold.released","body":{"hold":"H-0001"}}')`,
    `INSERT INTO rca.ledger (incident, seq, line) VALUES ('${HELD}', 7, '{"type":"destruction.begun"}')`,
    `INSERT INTO rca.destructions (incident, state, plan, begun_at, begun_by)
       VALUES ('${HELD}', 'begun', '{}', '2026-11-29T00:00:00.000Z', 'nobody')`,
    `SELECT rca.destroy_content('${HELD}')`,
  ];
  for (const statement of statements) {
    await assert.rejects(onServer(place.url, statement), { code: /^(RCA10|42501|RCA03)$/ }, statement);
    assert.equal(await everything(place), before, statement);
  }
});

test('the program’s role cannot shorten what is kept: by a clock, a close in the past, a lower severity or its own start', async (t) => {
  const { place, opened } = await attacked(t, KEPT);
  const before = await everything(place);
  const lines = await opened.store.ledger(FREE);
  const close = {
    version: 2,
    status: 'closed',
    severity: 'sev4',
    closing: { as: 'done' },
    commitment: digest,
  };
  const ways: readonly (readonly [string, string])[] = [
    ['at once', ''],
    ['a start of its own', `UPDATE rca.incidents SET started_at = '2001-01-01T00:00:00.000Z';`],
    [
      'a close in the past',
      appending(lines, FREE, { type: 'incident.closed', body: close, at: '2001-01-01T00:00:00.000Z' }),
    ],
    ['a lower severity', appending(lines, FREE, { type: 'incident.severity-changed', body: close })],
    [
      'a pack in the past',
      appending(lines, FREE, {
        type: 'pack.written',
        body: { version: 2, sha256: digest, manifestSha256: digest },
        at: '2001-01-01T00:00:00.000Z',
      }),
    ],
  ];
  for (const [what, statements] of ways) {
    const refusal = /is to be kept until 2029-01-27T12:00:00.000Z|permission denied|refused|before/;
    await assert.rejects(onServer(place.url, `${statements} ${begin(FREE)}`), { message: refusal }, what);
    assert.equal(await everything(place), before, what);
  }
  // The program's clock five days, or years, ahead: its own judgement says due, the database's clock does not.
  const early = complianceContext(opened, { nowMs: () => Date.parse('2036-01-01T00:00:00Z') });
  await assert.rejects(destroy(early, FREE, 'cli:root'), {
    code: 'RETENTION_STANDS',
    message: /kept until 2029-01-27T12:00:00.000Z, by the database/,
  });
  assert.equal(await everything(place), before);
});

test('a destruction that one account requests and another confirms is carried out, and both stand in the ledger', async (t) => {
  const { opened } = await attacked(t, DUE);
  const context = complianceContext(opened);
  await assert.rejects(destroy(context, FREE, 'cli:alice'), { code: 'DESTRUCTION_NOT_REQUESTED' });
  await requestDestruction(context, FREE, 'cli:alice');
  await assert.rejects(destroy(context, FREE, 'cli:alice'), { code: 'SAME_ACCOUNT' });
  const hold = await opened.record.placeHold(FREE, redacted('a case'), act);
  await assert.rejects(requestDestruction(context, FREE, 'cli:alice'), { code: 'HOLD_STANDS' });
  await opened.record.releaseHold(FREE, hold.id, redacted('over'), act);
  // A request from before the hold counts no more.
  await assert.rejects(destroy(context, FREE, 'cli:bob'), { code: 'DESTRUCTION_NOT_REQUESTED' });
  await requestDestruction(context, FREE, 'cli:alice');
  assert.equal((await destroy(context, FREE, 'cli:bob')).state, 'done');
  const told = (await opened.store.ledger(FREE)).map((line) => JSON.parse(line));
  assert.deepEqual(
    told
      .filter(({ type }) => /^(destruction|evidence\.destroyed)/.test(type))
      .map(({ type, actor }) => [type, actor]),
    [
      ['destruction.requested', 'cli:alice'],
      ['destruction.requested', 'cli:alice'],
      ['destruction.begun', 'cli:bob'],
      ['evidence.destroyed', 'cli:bob'],
    ],
  );
});
