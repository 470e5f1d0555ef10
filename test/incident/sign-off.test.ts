import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createRedactor } from '../../src/collect/redact/redactor.ts';
import { RcaError } from '../../src/domain/errors.ts';
import { commitment } from '../../src/evidence/commitment.ts';
import { createSignoffs, type SignoffContext, type Signoffs } from '../../src/incident/sign-off.ts';
import { verifyLedger } from '../../src/ledger/verify-ledger.ts';
import { act, incidentDraft, noteDraft } from '../evidence/samples.ts';
import { forEachStore, type OpenStore } from '../helpers/stores.ts';

const digest = (letter: string): string => letter.repeat(64);
const packOf = (version: number, letter: string) => ({
  version,
  sha256: digest(letter),
  manifestSha256: digest('0'),
});
const code = (expected: string, message?: RegExp) => (error: unknown) => {
  assert.ok(error instanceof RcaError);
  assert.equal(error.code, expected);
  if (message) assert.match(`${error.message} ${error.mend}`, message);
  return true;
};

forEachStore(({ name, open }) => {
  describe(`sign-off on ${name}`, () => {
    let opened: OpenStore;
    let nowMs = Date.parse('2026-01-28T09:00:00Z');
    before(async () => {
      opened = await open();
    });
    after(() => opened.close());

    const contextOf = (signoffRoles: SignoffContext['signoffRoles'] = null): SignoffContext => ({
      store: opened.store,
      signoffRoles,
      redactor: (incident) =>
        createRedactor({ masterKey: Buffer.alloc(32, 1), incident, ipAddresses: 'keep' }),
      nowMs: () => (nowMs += 1_000),
    });
    const record = (incident: string, body: ReturnType<typeof packOf>) =>
      opened.store.record(incident, 'pack.written', body, act);
    async function withPack(): Promise<{ incident: string; signoffs: Signoffs }> {
      const { id } = await opened.store.startIncident(incidentDraft(), act);
      await record(id, packOf(1, 'a'));
      return { incident: id, signoffs: createSignoffs(contextOf()) };
    }
    const approve = (role: string, letter: string) =>
      ({ decision: 'approved', role, sha256: digest(letter), reason: null }) as const;

    test('a request waits until its role has decided on that version, and again when that is revoked', async () => {
      const { incident, signoffs } = await withPack();
      const asked = { role: 'security', document: 'evidence-pack', reason: null } as const;
      const request = await signoffs.requestSignoff(incident, asked, 'cli:lead');
      assert.deepEqual(
        [request.signoff.id, request.signoff.state, request.added],
        ['S-0001', 'waiting', true],
      );
      await signoffs.decideSignoff(incident, approve('sre', 'a'), 'cli:sre');
      const stateOf = async () => (await signoffs.signoffs(incident))[0]?.state;
      assert.equal(await stateOf(), 'waiting', 'another role does not answer it');
      const { signoff } = await signoffs.decideSignoff(incident, approve('security', 'a'), 'cli:alice');
      assert.equal(await stateOf(), 'answered');
      assert.deepEqual(signoff.document, {
        kind: 'evidence-pack',
        format: 'pdf',
        version: 1,
        sha256: digest('a'),
      });
      const revoked = await signoffs.revokeSignoff(
        incident,
        signoff.id,
        { reason: 'wrong file' },
        'cli:alice',
      );
      assert.deepEqual([revoked.signoff.id, revoked.signoff.state], [signoff.id, 'revoked']);
      assert.equal(await stateOf(), 'waiting');
      await record(incident, packOf(2, 'b'));
      assert.equal(await stateOf(), 'superseded');
    });

    test('an approval of a document that is not the current one is refused with what has changed', async () => {
      const { incident, signoffs } = await withPack();
      await opened.store.writeNote(incident, noteDraft('later'), act);
      await record(incident, packOf(2, 'b'));
      await assert.rejects(
        signoffs.decideSignoff(incident, approve('security', 'a'), 'cli:alice'),
        code(
          'SIGNOFF_SUPERSEDED',
          /version 1; the current one is version 2; between them: note written.*bbbb/,
        ),
      );
      await assert.rejects(
        signoffs.decideSignoff(incident, approve('security', 'c'), 'cli:alice'),
        code('SIGNOFF_DOCUMENT_UNKNOWN', /version 2, sha256 bbbb/),
      );
      assert.equal((await signoffs.signoffs(incident)).length, 0);
    });

    test('independence is what the ledger tells of the account up to then', async () => {
      const { incident, signoffs } = await withPack();
      const outside = await signoffs.decideSignoff(incident, approve('security', 'a'), 'cli:alice');
      assert.deepEqual(outside.signoff.independence, { independent: true, acts: {}, entries: [] });
      await opened.store.writeNote(incident, noteDraft('one'), { ...act, actor: 'cli:alice' });
      const inside = await signoffs.decideSignoff(incident, approve('sre', 'a'), 'cli:alice');
      assert.deepEqual(inside.signoff.independence, {
        independent: false,
        acts: { 'note.written': 1 },
        entries: [3],
      });
    });

    test('the same again, by a key or by its content, changes nothing; two at once make one', async () => {
      const { incident, signoffs } = await withPack();
      const twice = await Promise.all([
        signoffs.decideSignoff(incident, approve('security', 'a'), 'cli:alice'),
        signoffs.decideSignoff(incident, approve('security', 'a'), 'cli:alice'),
      ]);
      assert.deepEqual(twice.map(({ added }) => added).sort(), [false, true]);
      const { signoff } = await signoffs.decideSignoff(incident, approve('sre', 'a'), 'cli:alice', 'click-1');
      await signoffs.revokeSignoff(incident, signoff.id, { reason: 'too early' }, 'cli:alice');
      const late = await signoffs.decideSignoff(incident, approve('sre', 'a'), 'cli:alice', 'click-1');
      assert.deepEqual([late.signoff.id, late.added], [signoff.id, false], 'a late retry revives nothing');
      assert.equal(late.signoff.state, 'revoked');
      const again = await signoffs.revokeSignoff(incident, signoff.id, { reason: 'again' }, 'cli:alice');
      assert.equal(again.added, false);
      assert.equal((await opened.store.ledger(incident)).length, 5);
    });

    test('whoever has decided must revoke before deciding otherwise', async () => {
      const { incident, signoffs } = await withPack();
      await signoffs.decideSignoff(incident, approve('security', 'a'), 'cli:alice');
      const reject = { ...approve('security', 'a'), decision: 'rejected', reason: 'no' } as const;
      await assert.rejects(
        signoffs.decideSignoff(incident, reject, 'cli:alice'),
        code('SIGNOFF_STANDS', /S-0001/),
      );
      await signoffs.revokeSignoff(incident, 'S-0001', { reason: 'changed my mind' }, 'cli:alice');
      const { signoff } = await signoffs.decideSignoff(incident, reject, 'cli:alice');
      assert.equal(signoff.decision, 'rejected');
    });

    test('where roles are configured, only their accounts decide, and the entry says so', async () => {
      const { incident } = await withPack();
      const signoffs = createSignoffs(contextOf({ security: { accounts: ['cli:alice'] } }));
      await assert.rejects(
        signoffs.decideSignoff(incident, approve('security', 'a'), 'cli:bob'),
        code('SIGNOFF_NOT_ALLOWED', /signoff\.roles\.security\.accounts/),
      );
      await assert.rejects(
        signoffs.decideSignoff(incident, approve('sre', 'a'), 'cli:alice'),
        code('SIGNOFF_ROLE_UNKNOWN', /use one of security/),
      );
      const { signoff } = await signoffs.decideSignoff(incident, approve('security', 'a'), 'cli:alice');
      assert.equal(signoff.roleFrom, 'configuration');
      await assert.rejects(
        signoffs.revokeSignoff(incident, signoff.id, { reason: 'not mine' }, 'cli:bob'),
        code('SIGNOFF_NOT_ALLOWED'),
      );
      const open = createSignoffs(contextOf());
      const own = await open.decideSignoff(incident, approve('security', 'a'), 'cli:carol');
      assert.equal(own.signoff.roleFrom, 'own-word');
    });

    test('reasons are redacted and stand in rows; the ledger holds salted commitments and stays whole', async () => {
      const { incident, signoffs } = await withPack();
      const reason = 'The key is in password=hunter2hunter2 of the log';
      const reject = { ...approve('security', 'a'), decision: 'rejected', reason } as const;
      const { signoff } = await signoffs.decideSignoff(incident, reject, 'cli:alice');
      assert.match(signoff.reason?.text ?? '', /^The key is in password=\[/);
      const lines = await opened.store.ledger(incident);
      assert.doesNotMatch(lines.join('\n'), /hunter2|The key/);
      const { salt = '', text = '' } = signoff.reason ?? {};
      assert.equal(signoff.commitment, commitment(salt, { reason: text }));
      assert.deepEqual(verifyLedger(lines).faults, []);
      await assert.rejects(
        async () => signoffs.revokeSignoff(incident, signoff.id, { reason: ' ' }, 'cli:alice'),
        code('SIGNOFF_NO_REASON'),
      );
    });

    test('a rendering of the RCA is signed off by the digest of any of its forms', async () => {
      const { incident, signoffs } = await withPack();
      const rendered = (markdown: string, pdf: string) => ({
        documents: [
          { format: 'markdown', sha256: digest(markdown) },
          { format: 'pdf', sha256: digest(pdf) },
        ],
      });
      await opened.store.record(incident, 'document.rendered', rendered('1', '2'), act);
      await opened.store.record(incident, 'document.rendered', rendered('1', '2'), act);
      const { signoff } = await signoffs.decideSignoff(incident, approve('sre', '1'), 'cli:alice');
      assert.deepEqual(
        [signoff.document.kind, signoff.document.format, signoff.document.version],
        ['rca', 'markdown', 1],
      );
      await opened.store.record(incident, 'document.rendered', rendered('3', '4'), act);
      await assert.rejects(
        signoffs.decideSignoff(incident, approve('sre', '2'), 'cli:alice'),
        code('SIGNOFF_SUPERSEDED', /version 2/),
      );
    });
  });
});
