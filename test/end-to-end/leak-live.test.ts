import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { postgres } from '../helpers/stores.ts';
import { attachmentsOf } from '../pack/attachments.ts';
import { outside } from '../pack/outside.ts';
import { region, webAclArn } from '../sources/recording.ts';
import { type House, openHouse } from './conversation/house.ts';
import { REFUSED, startAwsFront } from './leak/aws-front.ts';
import { startEchoServer } from './leak/echo-server.ts';
import { finder, type Leak } from './leak/finder.ts';
import { markOf, Places, seededIncident } from './leak/live-seeds.ts';
import { liveThrough } from './leak/live-story.ts';
import { dumped, filesIn, inflatedStreams } from './leak/places-searched.ts';
import { kinds, Seeds } from './leak/secrets.ts';

type Seen = [where: string, bytes: Buffer];
/** Handed over by Slack, and of no use to us: not even the words around the secrets are kept. */
const NEVER_KEPT: readonly string[] = [
  'profile',
  'previous words',
  'deleted words',
  'shortcut payload',
  'wrong status',
  'wrong statsu',
  'wrong draft',
  'channel name',
  'user name',
  'unknown alert',
  'malformed alert',
  'unsigned event',
];

test('no secret that reaches Slack, a source, a probe or a webhook is seen anywhere', async (t) => {
  const seeds = new Seeds();
  const places = new Places(seeds);
  const echo = await startEchoServer(t, places);
  const aws = await startAwsFront(t, places);
  const place = await postgres.place();
  const house = await openHouse(t, place, 'http', {
    recorded: seededIncident(places),
    aws: aws.before,
    sources: [
      { id: 'refused-trail', type: 'aws.cloudtrail', region, lookups: [REFUSED.lookup] },
      { id: 'refused-waf', type: 'aws.waf', region, webAcl: webAclArn, logGroup: REFUSED.logGroup },
      { id: 'json-errors', type: 'prometheus', url: `${echo.url}/json/`, queries: { up: 'up' } },
      { id: 'plain-errors', type: 'prometheus', url: `${echo.url}/plain/`, queries: { up: 'up' } },
    ],
    targets: [{ name: 'echo', url: echo.url, path: '/echo', token: '${SHOP_TOKEN}' }],
    more: {
      slack: { mode: 'http', approvers: { security: ['S0SEC'] }, invite: ['S0SEC'] },
      record: {
        deliver: [
          { type: 'folder', path: 'delivered' },
          { type: 'webhook', url: `${echo.url}/hook`, secret: '${HOOK_SECRET}' },
        ],
      },
      webhooks: {
        alertmanager: { bearerToken: '${ALERT_TOKEN}', severities: { critical: 'sev1' } },
        pagerduty: { secrets: ['${PAGER_SECRET}'], severities: { P1: 'sev1' } },
      },
    },
    env: {
      HOOK_SECRET: `whsec_${Buffer.from('a secret of a webhook, 32 bytes.').toString('base64')}`,
      ALERT_TOKEN: 'fixture-bearer-token',
      PAGER_SECRET: 'fixture-signing-secret',
    },
  });
  const { incident, told } = await liveThrough(house, places);
  assert.ok(seeds.all.length > 1_000 && Object.keys(kinds).length >= 30);

  const said = await commandLine(house, incident);
  const tables = await dumped(place.adminUrl ?? '');
  const find = finder(seeds.all);
  const seen: Seen[] = [
    ['answers to commands', Buffer.from(told.join('\n'))],
    ['output of the command line', Buffer.from(said.join('\n'))],
    ['log', Buffer.from(house.log())],
    ...(await Promise.all(
      ['/metrics', '/healthz', '/readyz'].map(
        async (path): Promise<Seen> => [path, Buffer.from(await (await fetch(`${house.url}${path}`)).text())],
      ),
    )),
    ['webhook of the record', Buffer.from(echo.posted.join('\n'))],
    ...house.slack.calls.map((call) => [`call of ${call.method}`, Buffer.from(JSON.stringify(call))] as Seen),
    ...house.slack.canvases.map((canvas) => ['canvas', Buffer.from(JSON.stringify(canvas))] as Seen),
    ...[...tables].map(([table, rows]) => [table, Buffer.from(rows)] as Seen),
  ];

  const uploads = await uploadedFiles(house);
  assert.ok(
    uploads.some(([name]) => name.endsWith('.pdf')),
    uploads.map(([name]) => name).join(),
  );
  for (const [name, bytes] of uploads) seen.push([`upload ${name}`, bytes]);
  for (const folder of [house.dir, place.blobsDirectory])
    for (const file of (await filesIn(folder)).filter((path) => path !== house.configuration))
      seen.push([file.slice(folder.length), await readFile(file)]);
  // Documents lie in the store under their digests, and an archive is not deflated itself.
  for (const [name, bytes] of [...seen].filter(([name, bytes]) => isPdf(bytes) || name.endsWith('.tar'))) {
    seen.push(...inflatedStreams(bytes).map((stream) => [`a stream of ${name}`, stream] as Seen));
    if (!isPdf(bytes)) continue;
    const file = join(house.dir, 'searched.pdf');
    await writeFile(file, bytes);
    if (name.includes('pack')) {
      const attached = [...(await attachmentsOf(file))];
      assert.ok(attached.length > 5, name);
      seen.push(...attached.map(([inner, content]) => [`${inner} in ${name}`, content] as Seen));
    }
    const printed = outside(t, 'pdftotext', file, '-');
    if (printed !== null) seen.push([`the text of ${name}`, Buffer.from(printed)]);
  }

  const everything = seen.map(([, bytes]) => bytes.toString('latin1')).join('\n');
  const unreached = places.marks.filter((mark) => !everything.includes(mark));
  assert.deepEqual(unreached, NEVER_KEPT.map(markOf), 'marks of places that nothing was taken from');
  const leaks = seen.flatMap(([where, bytes]) => find(bytes, where));
  assert.equal(words(leaks), '');
});

const isPdf = (bytes: Buffer): boolean => bytes.subarray(0, 5).toString() === '%PDF-';

/** Every verb that reads, and what leaves the house. */
async function commandLine(house: House, incident: string): Promise<string[]> {
  const year = incident.slice(4, 8);
  const said: string[] = [];
  for (const verb of [
    ...['status', 'evidence', 'timeline', 'gaps', 'gates', 'record'].flatMap((name) => [
      [name, incident],
      [name, incident, '--json'],
    ]),
    ['status'],
    ['evidence', incident, '--custody', 'E-0002'],
    ['signoff', 'list', incident, '--json'],
    ['population', '--from', `${year}-01-01T00:00:00Z`, '--to', `${Number(year) + 1}-01-01T00:00:00Z`],
    ['export', incident, '--out', join(house.dir, 'export.tar')],
    ['verify', '--store'],
    ['doctor'],
  ]) {
    const { stdout, stderr, exit } = await house.run(...verb);
    // Two sources answer with errors on purpose.
    const expected = verb[0] === 'doctor' ? 3 : 0;
    assert.equal(exit, expected, `${verb.join(' ')}: ${stderr}`);
    said.push(stdout, stderr);
  }
  return said;
}

/** Files that the app has put into channels. */
async function uploadedFiles({ slack }: House): Promise<Seen[]> {
  const { messages } = (await slack.ask('conversations.history', {
    channel: slack.channelId,
    limit: 200,
  })) as {
    messages: { user?: string; files?: { name: string; url_private: string }[] }[];
  };
  const files = messages
    .filter(({ user }) => user !== slack.userId)
    .flatMap((message) => message.files ?? []);
  return Promise.all(
    files.map(async ({ name, url_private: url }) => [name, Buffer.from(await slack.download(url))] as Seen),
  );
}

/** What a person reads when there are leaks: each kind, place and finding place once. */
const words = (found: readonly Leak[]): string =>
  [
    ...new Set(found.map(({ kind, place, form, where }) => `${kind}, from ${place}, ${form}, in ${where}`)),
  ].join('\n');
