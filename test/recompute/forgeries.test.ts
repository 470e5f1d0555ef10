import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { sha256Hex } from '../../src/domain/canonical.ts';
import { verifyPack } from '../../src/pack/verify.ts';
import { type Given, recomputeFile } from '../../src/recompute/recompute-file.ts';
import { version } from '../../src/version.ts';
import { type Attachments, forge, forgeLedger, forgeManifest, resum } from '../pack/forge.ts';
import { forgeDocument, forgeFirst, forgeJson, forgeText } from './forge-documents.ts';
import { type MadePack, madePack } from './made-pack.ts';

let made: MadePack;
before(async () => {
  made = await madePack();
});
after(() => made.clear());

/** Pages are compared elsewhere: here none are printed. */
const withoutBrowser = { browser: '/no/browser', version } as const;

const recomputed = async (file: string, given: Partial<Given> = {}) => {
  const found = await recomputeFile(file, { ...withoutBrowser, ...given });
  assert.ok(found);
  return found;
};

interface Forgery {
  readonly what: string;
  readonly change: (attachments: Attachments) => void;
  /** The parts that are named, and nothing else is. */
  readonly named: readonly string[];
  readonly says: RegExp;
  readonly state?: 'differs' | 'own-word';
}

type Loose = Record<string, unknown>;

const inputs = (attachments: Attachments, change: (value: Loose) => Loose): void =>
  forgeJson(attachments, 'inputs.json', change as (value: never) => unknown);

const firstOf = (list: string, member: string, value: unknown) => (attachments: Attachments) =>
  forgeFirst(attachments, 'inputs.json', list, (one: Loose) => ({ ...one, [member]: value }));

const without = (list: string) => (attachments: Attachments) =>
  forgeFirst(attachments, 'inputs.json', list, () => undefined);

const RELAXED = 'limit: 0.99';

const forgeries: readonly Forgery[] = [
  {
    what: 'a verdict of a gate',
    change: (all) =>
      forgeText(all, 'gates.json', '"verdict":"insufficient-evidence"', '"verdict":"satisfied"'),
    named: ['gates.json'],
    says: /gates\[[a-z0-9-]+\]\.verdict: "satisfied", derived "insufficient-evidence"/,
  },
  {
    what: 'a row of the timeline',
    change: (all) =>
      forgeFirst(all, 'timeline.json', 'entries', (entry: Loose) => ({ ...entry, title: 'All was quiet' })),
    named: ['timeline.json'],
    says: /entries\[[^\]]+\]\.title: "All was quiet", derived /,
  },
  {
    what: 'a row that is taken out of the timeline',
    change: (all) => forgeFirst(all, 'timeline.json', 'entries', () => undefined),
    named: ['timeline.json'],
    says: /entries\[[^\]]+\]: nothing, derived/,
  },
  {
    what: 'a phase',
    change: (all) =>
      forgeText(all, 'timeline.json', '"acknowledged":{"at":"2026', '"acknowledged":{"at":"2025'),
    named: ['timeline.json'],
    says: /phases\.acknowledged\.at: "2025/,
  },
  {
    what: 'a sentence of the review',
    change: (all) => forgeText(all, 'rca.md', 'Bots came before people', 'People came before bots'),
    named: ['rca.md'],
    says: /line \d+ .*People came before bots.* is not derived/,
  },
  {
    what: 'a sentence in another place',
    change: (all) => forgeText(all, 'rca.md', /^(## 1 .*)\n([^#]*)(## 2 .*)$/m, '$3\n$2$1'),
    named: ['rca.md'],
    says: /another order/,
  },
  {
    what: 'the completeness of a source',
    change: (all) => forgeText(all, 'completeness.json', /"verdict":"[a-z-]+"/, '"verdict":"not-asked"'),
    named: ['completeness.json'],
    says: /sources\[import\]\.verdict: "not-asked"/,
  },
  {
    what: 'a point of a chart',
    change: (all) => {
      const chart = [...all.keys()].find((name) => name.startsWith('chart-'));
      forgeText(all, String(chart), /,\d+(\r?\n)?$/, ',7777$1');
    },
    named: ['chart-waf-blocks.csv'],
    says: /7777.* is not derived/,
  },
  {
    what: 'a document that the program does not make',
    change: (all) => forgeDocument(all, 'verdict.json', Buffer.from('{"guilty":false}')),
    named: ['verdict.json'],
    says: /nothing of this name is derived/,
  },
  {
    what: 'how to check the pack by hand',
    change: (all) => {
      all.set(
        'VERIFY.txt',
        Buffer.from(String(all.get('VERIFY.txt')).replace('unsealed', 'sealed by a notary')),
      );
      resum(all);
    },
    named: ['VERIFY.txt'],
    says: /notary/,
  },
  {
    what: 'which items were withdrawn',
    change: (all) => forgeManifest(all, (manifest) => ({ ...manifest, withdrawn: [] })),
    named: ['manifest.json'],
    says: /withdrawn: , derived E-0003/,
  },
  {
    what: 'a policy that is easier to satisfy',
    change: (all) => {
      forgeText(all, 'policy.yaml', 'limit: 0.005', RELAXED);
      const policy = sha256Hex(all.get('policy.yaml') ?? '');
      forgeManifest(all, (manifest) => ({ ...manifest, madeWith: { ...manifest.madeWith, policy } }));
    },
    named: ['policy.yaml'],
    says: /gates\[error-ratio\]\.limit: 0\.99, the default 0\.005.*--policy/,
    state: 'own-word',
  },
  {
    what: 'a policy that the manifest does not name',
    change: (all) => forgeText(all, 'policy.yaml', 'limit: 0.005', RELAXED),
    named: ['policy.yaml'],
    says: /the manifest names another/,
  },
  {
    what: 'a control mapping with words of its own',
    change: (all) => {
      forgeText(all, 'controls.yaml', /about: .*/, 'about: This control was met.');
      const controls = sha256Hex(all.get('controls.yaml') ?? '');
      forgeManifest(all, (manifest) => ({ ...manifest, madeWith: { ...manifest.madeWith, controls } }));
    },
    named: ['controls.yaml', 'pages'],
    says: /This control was met.*--controls/,
    state: 'own-word',
  },
  {
    what: 'templates that are named and not there',
    change: (all) =>
      forgeManifest(all, (manifest) => ({
        ...manifest,
        madeWith: { ...manifest.madeWith, templates: 'a'.repeat(64) },
      })),
    named: ['templates.json'],
    says: /not attached and not this version's/,
  },
  {
    what: 'the words of a note',
    change: firstOf('notes', 'text', 'Nobody was paged'),
    named: ['inputs.json', 'timeline.json'],
    says: /note N-0001 is not what the ledger commits to/,
  },
  {
    what: 'a note that is left out',
    change: without('notes'),
    named: ['inputs.json', 'timeline.json'],
    says: /N-0001 left out as withdrawn/,
    state: 'own-word',
  },
  {
    what: 'what a person wrote into a section',
    change: (all) =>
      forgeFirst(all, 'inputs.json', 'sections', (one: { body: Loose }) => ({
        ...one,
        body: { ...one.body, text: 'Ten thousand were helped.' },
      })),
    named: ['inputs.json', 'rca.md'],
    says: /action A-0001 is not what the ledger commits to/,
  },
  {
    what: 'an entry of a section that is left out',
    change: without('sections'),
    named: ['inputs.json', 'rca.md'],
    says: /action A-0001 is left out/,
  },
  {
    what: 'the title',
    change: (all) =>
      inputs(all, (value) => ({ ...value, incident: { ...(value['incident'] as Loose), title: 'Peace' } })),
    named: ['inputs.json', 'rca.md'],
    says: /otherwise: its title and services; the ledger tells otherwise: its title/,
  },
  {
    what: 'a salt that is left out, so that services can be others',
    change: (all) =>
      inputs(all, (value) => {
        const incident = value['incident'] as Loose;
        const salts = { ...(incident['salts'] as Loose), start: null };
        return { ...value, incident: { ...incident, services: ['nothing'], salts } };
      }),
    named: ['inputs.json', 'rca.md'],
    says: /its title and services/,
  },
  {
    what: 'the severity',
    change: (all) =>
      inputs(all, (value) => ({ ...value, incident: { ...(value['incident'] as Loose), severity: 'sev4' } })),
    named: ['inputs.json', 'rca.md'],
    says: /otherwise: its severity/,
  },
  {
    what: 'why an item was withdrawn',
    change: firstOf('withdrawn', 'why', 'it was inconvenient'),
    named: ['inputs.json', 'rca.md'],
    says: /why E-0003 was withdrawn/,
  },
  {
    what: 'a gap that nobody recorded',
    change: (all) =>
      inputs(all, (value) => ({
        ...value,
        gaps: [{ source: 'x', window: { from: 'a', to: 'b' }, why: 'y', mend: 'z' }],
      })),
    named: ['inputs.json'],
    says: /does not tell of the gap/,
  },
  {
    what: 'the reason of a sign-off',
    change: firstOf('reasons', 'text', 'read nothing'),
    named: ['inputs.json', 'signoffs.json'],
    says: /the reason of S-0002/,
  },
  {
    what: 'how many packs there were',
    change: (all) =>
      inputs(all, (value) => ({ ...value, record: { ...(value['record'] as Loose), packs: 9 } })),
    named: ['inputs.json'],
    says: /other packs/,
  },
  {
    what: 'a source that nobody has asked, in place of the one that gave evidence',
    change: firstOf('sources', 'source', 'edge-waf'),
    named: ['inputs.json', 'completeness.json'],
    says: /import is left out; edge-waf was neither asked nor configured/,
  },
  {
    what: 'a version that another pack has',
    change: (all) => forgeManifest(all, (manifest) => ({ ...manifest, version: 1 })),
    named: ['manifest.json'],
    says: /version: 1, after version 1 was written/,
  },
  {
    what: 'inputs that are written in another way',
    change: (all) => forgeDocument(all, 'inputs.json', Buffer.from(`${all.get('inputs.json')}\n`)),
    named: ['inputs.json'],
    says: /canonical/,
  },
  {
    what: 'a ledger that is written anew with another start',
    change: (all) =>
      forgeLedger(all, (entries) =>
        entries.map((entry) =>
          entry.type === 'incident.started' ? { ...entry, at: '2026-01-27T09:59:00.000Z' } : entry,
        ),
      ),
    named: ['inputs.json'],
    says: /otherwise: when it was started/,
  },
];

describe('each forgery of a pack whose own digests all hold is named', () => {
  for (const [index, { what, change, named, says, state = 'differs' }] of forgeries.entries()) {
    test(what, async () => {
      const forged = join(made.folder, `forged-${index}.pdf`);
      await forge(made.file, forged, change);
      const { verdict, parts } = await recomputed(forged);
      assert.equal(verdict, state === 'differs' || named.length > 1 ? 'differs' : 'unproved');
      const found = parts.filter(
        ({ part, state: of }) =>
          of === 'differs' || of === 'own-word' || (of !== 'equal' && part !== 'pages'),
      );
      const words = found.map(({ part, detail }) => `${part}: ${detail}`).join('\n');
      for (const name of named)
        assert.ok(
          found.some(({ part }) => part === name),
          `${name}\n${words}`,
        );
      assert.equal(found.find(({ part }) => part === named[0])?.state, state, words);
      assert.match(words, says);
    });
  }
});

test('of most forgeries the digests hold: nothing but making the documents again finds them', async () => {
  for (const index of [0, 1, 4, 7, 11, 15, 24]) {
    const forged = join(made.folder, `forged-${index}.pdf`);
    assert.equal((await verifyPack(forged)).intact, true, forgeries[index]?.what);
  }
});

test('a policy that the reader trusts is derived with, whatever policy the pack brings', async () => {
  const given = await writtenPolicy('limit: 0.999', 'limit: 0.5');
  const { verdict, parts } = await recomputed(made.file, { policy: given });
  assert.equal(verdict, 'differs');
  assert.match(
    parts.find(({ part }) => part === 'policy.yaml')?.detail ?? '',
    /gates\[availability\]\.limit/,
  );
});

async function writtenPolicy(from: string, to: string): Promise<string> {
  const text = await readFile(new URL('../../templates/policy.yaml', import.meta.url), 'utf8');
  return text.replace(from, to);
}

test('an old version that a forger names pardons nothing', async () => {
  const forged = join(made.folder, 'old.pdf');
  await forge(made.file, forged, (all) => {
    forgeText(all, 'gates.json', '"verdict":"insufficient-evidence"', '"verdict":"satisfied"');
    forgeManifest(all, (manifest) => ({ ...manifest, tool: { ...manifest.tool, version: '0.1.0' } }));
  });
  const { verdict, madeBy, recomputedBy, parts } = await recomputed(forged);
  assert.deepEqual([verdict, madeBy, recomputedBy], ['unproved', '0.1.0', version]);
  assert.equal(parts.find(({ part }) => part === 'gates.json')?.state, 'differs');
});

test('a pack whose inputs are gone says what is lacking, and derives the rest', async () => {
  const forged = join(made.folder, 'without-inputs.pdf');
  await forge(made.file, forged, (all) => {
    all.delete('inputs.json');
    forgeManifest(all, (manifest) => ({
      ...manifest,
      documents: manifest.documents.filter(({ file }) => file !== 'inputs.json'),
    }));
  });
  const { verdict, parts } = await recomputed(forged);
  assert.equal(verdict, 'unproved');
  const of = (name: string) => parts.find(({ part }) => part === name);
  assert.match(of('inputs.json')?.detail ?? '', /lacking: notes, what people wrote into sections/);
  assert.equal(of('timeline.json')?.state, 'not-recomputable');
  assert.equal(of('gates.json')?.state, 'equal');
});

test('evidence beside the pack is taken from where the reader says, and only with its digest', async () => {
  const forged = join(made.folder, 'beside.pdf');
  const beside = join(made.folder, 'kept');
  const pages = new Map<string, Buffer>();
  await forge(made.file, forged, (all) => {
    forgeManifest(all, (manifest) => ({
      ...manifest,
      items: manifest.items.map((item) => ({
        ...item,
        pages: item.pages.map((page) => {
          pages.set(page.sha256, all.get(page.file) ?? Buffer.alloc(0));
          all.delete(page.file);
          return { ...page, placed: 'beside' as const, file: page.sha256 };
        }),
      })),
    }));
  });
  const evidence = async () => {
    const { parts, verdict } = await recomputed(forged, { evidenceDir: beside });
    const of = (name: string) => parts.find(({ part }) => part === name)?.state;
    return [of('evidence'), of('gates.json'), verdict];
  };
  assert.deepEqual(await evidence(), ['not-recomputable', 'not-recomputable', 'unproved']);
  await mkdir(beside);
  for (const sha256 of pages.keys()) await writeFile(join(beside, sha256), 'another page');
  assert.deepEqual(await evidence(), ['not-recomputable', 'not-recomputable', 'unproved']);
  for (const [sha256, page] of pages) await writeFile(join(beside, sha256), page);
  assert.deepEqual((await evidence()).slice(0, 2), ['equal', 'equal']);
});

test('what is no pack, and what is none that can be read, is not made again', async () => {
  const file = join(made.folder, 'torn.pdf');
  await writeFile(file, '%PDF-1.7\n');
  assert.equal(await recomputeFile(file, withoutBrowser), undefined);
});

test('the same pack is equal part by part, and pages that were not printed are not shown', async () => {
  const { verdict, parts } = await recomputed(made.file);
  assert.deepEqual(
    parts.filter(({ state }) => state !== 'equal').map(({ part, state }) => [part, state]),
    [['pages', 'not-recomputable']],
  );
  assert.equal(verdict, 'unproved');
});
