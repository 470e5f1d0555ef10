import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RcaError } from '../../../src/domain/errors.ts';
import type { InstallationRow, SlackInstallations } from '../../../src/incident/slack-installations.ts';
import { createInstallations } from '../../../src/slack/install/installations.ts';
import { createSeal, stateSecret } from '../../../src/slack/install/seal.ts';

const KEY = Buffer.from('a master key of at least 32 characters');
const OTHER = Buffer.from('another master key of 32 characters or more');
const alpha = { enterprise: null, team: 'TALPHA' };

const refused = (run: () => unknown): RcaError => {
  try {
    run();
  } catch (error) {
    return error as RcaError;
  }
  return assert.fail('it opened');
};

test('what was closed opens for the same installer under the same key, and shows nothing', () => {
  const sealed = createSeal(KEY).close('xoxb-token', alpha);
  assert.equal(createSeal(KEY).open(sealed, alpha), 'xoxb-token');
  assert.notEqual(createSeal(KEY).close('xoxb-token', alpha), sealed, 'never the same twice');
  assert.doesNotMatch(Buffer.from(sealed, 'base64').toString('latin1'), /xoxb/);
});

test('a row that was moved, changed, cut or closed under another key does not open, with its mend', () => {
  const seal = createSeal(KEY);
  const sealed = seal.close('xoxb-token', alpha);
  const bytes = Buffer.from(sealed, 'base64');
  const flipped = (at: number): string => {
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy.toString('base64');
  };
  const attempts = [
    () => seal.open(sealed, { enterprise: null, team: 'TBETA' }),
    () => seal.open(sealed, { enterprise: 'TALPHA', team: null }),
    () => seal.open(sealed, { enterprise: 'E1', team: 'TALPHA' }),
    () => createSeal(OTHER).open(sealed, alpha),
    ...[0, 12, bytes.length - 1].map((at) => () => seal.open(flipped(at), alpha)),
    () => seal.open(bytes.subarray(0, -1).toString('base64'), alpha),
    () => seal.open('', alpha),
  ];
  for (const attempt of attempts) {
    const error = refused(attempt);
    assert.equal(error.code, 'SLACK_TOKEN_SEALED');
    assert.match(error.mend, /RCA_REDACTION_KEY.*install the app in the workspace again/);
    assert.doesNotMatch(`${error.stack} ${JSON.stringify(error)}`, /xoxb|a master key/);
  }
});

test('keys of different uses differ, and replicas with the same master key agree', () => {
  assert.equal(stateSecret(KEY), stateSecret(Buffer.from(KEY)));
  assert.notEqual(stateSecret(KEY), stateSecret(OTHER));
  assert.notEqual(stateSecret(KEY), KEY.toString('hex'));
});

/** One row in memory, behind which another replica may act. */
function oneRow(row: InstallationRow): { readonly rows: SlackInstallations; current: InstallationRow } {
  const held = { current: row };
  const rows: SlackInstallations = {
    async keep(next) {
      held.current = next;
    },
    async renew(before, sealed) {
      if (held.current.sealed === before.sealed) held.current = { ...held.current, sealed };
    },
    find: async ({ team }) => (team === held.current.team ? held.current : null),
    ofEnterprise: async () => [],
    all: async () => [held.current],
    remove: async () => undefined,
  };
  return Object.assign(held, { rows });
}

test('of replicas that rotate a token at once, the one that comes too late takes what the other stored', async () => {
  const seal = createSeal(KEY);
  const close = (token: string) =>
    seal.close(JSON.stringify({ token, refreshToken: `refresh-${token}`, expiresAt: 1_000 }), alpha);
  const held = oneRow({
    ...alpha,
    botUser: 'U1',
    sealed: close('old'),
    installedAt: '2026-01-27T10:00:00.000Z',
  });
  let asked = 0;
  const refresh = async () => {
    asked += 1;
    held.current = { ...held.current, sealed: close('of the other replica') };
    throw new Error('invalid_refresh_token');
  };
  const installations = createInstallations(held.rows, seal, refresh, () => 1_000_000, {
    TALPHA: { sources: [] },
  });
  const tokens = await Promise.all([installations.tokenOf('TALPHA'), installations.tokenOf('TALPHA')]);
  assert.deepEqual(tokens, ['of the other replica', 'of the other replica']);
  assert.equal(asked, 1, 'one process asks once');
});
