import fc from 'fast-check';
import { sha256Hex } from '../../src/domain/canonical.ts';
import { chain, emptyHead, type LedgerEntry } from '../../src/domain/ledger.ts';

export const INCIDENT = 'INC-2026-0001';
export type Draft = Pick<LedgerEntry, 'at' | 'type' | 'actor' | 'body'>;

const FIRST_MS = Date.parse('2026-01-27T10:00:00.000Z');
const WINDOW = { from: '2026-01-27T10:00:00.000Z', to: '2026-01-27T12:00:00.000Z' };
const digest = (text: string): string => sha256Hex(text);
const id = (letter: string, number: number): string => `${letter}-${String(number).padStart(4, '0')}`;

/** What an incident has so far, so that each step makes an entry that may stand. */
class Walk {
  #count = 0;
  #notes: number[] = [];
  #sections: number[] = [];
  #standing: string[] = [];
  #asked: { collection: string; source: string }[] = [];
  #packs: { version: number; sha256: string }[] = [];
  #holds: string[] = [];
  #signoffs: string[] = [];
  #versions = 1;
  #next = (): number => ++this.#count;

  readonly steps: readonly ((pick: number) => readonly [type: string, body: object][])[] = [
    () => {
      this.#notes.push(1);
      return [['note.written', { note: id('N', this.#notes.length), version: 1, commitment: digest('n') }]];
    },
    (pick) => {
      const at = pick % Math.max(1, this.#notes.length);
      const version = this.#notes[at];
      if (version === undefined) return [];
      this.#notes[at] = version + 1;
      return [['note.edited', { note: id('N', at + 1), version: version + 1, commitment: digest('e') }]];
    },
    () => {
      const evidence = id('E', this.#next());
      this.#standing.push(evidence);
      const body = { evidence, source: 'import', collection: null, sha256: digest(evidence) };
      return [['evidence.imported', body]];
    },
    (pick) => {
      const [evidence] = this.#standing.splice(pick % Math.max(1, this.#standing.length), 1);
      return evidence === undefined ? [] : [['evidence.withdrawn', { evidence, commitment: digest('w') }]];
    },
    () => [['gap.recorded', { source: 'edge-waf', window: WINDOW, sha256: digest(`gap ${this.#next()}`) }]],
    () => {
      const collection = `C-${this.#next()}`;
      this.#asked.push({ collection, source: 'edge-waf' }, { collection, source: 'slis' });
      return [['collection.requested', { collection, sources: ['edge-waf', 'slis'], window: WINDOW }]];
    },
    () => {
      const asked = this.#asked.pop();
      if (asked === undefined) return [];
      const evidence = id('E', this.#next());
      this.#standing.push(evidence);
      return [
        ['evidence.collected', { ...asked, evidence, sha256: digest(evidence) }],
        ['source.finished', { ...asked, state: 'done', evidence: [evidence], gaps: 0 }],
      ];
    },
    () => {
      this.#versions += 1;
      const version = this.#versions;
      return [
        [
          'incident.renamed',
          { version, status: 'open', severity: 'sev2', closing: null, commitment: digest('t') },
        ],
      ];
    },
    () => {
      this.#sections.push(1);
      const entry = id('L', this.#sections.length);
      return [['section.written', { entry, version: 1, section: 'lesson', commitment: digest('l') }]];
    },
    (pick) => {
      const at = pick % Math.max(1, this.#sections.length);
      const version = this.#sections[at];
      if (version === undefined) return [];
      this.#sections[at] = version + 1;
      const body = {
        entry: id('L', at + 1),
        version: version + 1,
        section: 'lesson',
        commitment: digest('l'),
      };
      return [[pick % 2 === 0 ? 'section.edited' : 'section.withdrawn', body]];
    },
    () => {
      const version = this.#packs.length + 1;
      const pack = { version, sha256: digest(`pack ${version}`) };
      this.#packs.push(pack);
      return [
        ['pack.written', { ...pack, manifestSha256: digest('m'), destinations: ['folder'] }],
        ['delivery.failed', { version, destination: 'folder', code: 'S3_DENIED' }],
        ['pack.delivered', { ...pack, destination: 'folder', receipt: digest('r') }],
        ['pack.fetched', pack],
      ];
    },
    (pick) => {
      const pack = this.#packs[pick % Math.max(1, this.#packs.length)];
      if (pack === undefined) return [];
      const signoff = id('S', this.#next());
      this.#signoffs.push(signoff);
      const document = { kind: 'evidence-pack', format: 'pdf', ...pack };
      const body = { signoff, role: 'security', roleFrom: 'own-word', document, independence: null };
      return [['signoff.requested', { ...body, commitment: null }]];
    },
    () => {
      const revokes = this.#signoffs.pop();
      if (revokes === undefined) return [];
      return [['signoff.revoked', { signoff: id('S', this.#next()), revokes, commitment: digest('s') }]];
    },
    () => {
      const hold = id('H', this.#next());
      this.#holds.push(hold);
      return [['hold.placed', { hold, commitment: digest('h') }]];
    },
    () => {
      const hold = this.#holds.pop();
      return hold === undefined ? [] : [['hold.released', { hold, commitment: digest('h') }]];
    },
    (pick) => [
      [
        'slack.command',
        pick % 2 === 0
          ? { name: 'note', sentAt: WINDOW.from, outcome: 'done' }
          : { name: 'note', sentAt: WINDOW.from, outcome: 'refused', code: 'NOTE_UNKNOWN' },
      ],
    ],
    () => [['document.rendered', { documents: [{ format: 'pdf', sha256: digest('rca') }] }]],
    () => [['redaction.revealed', { token: '[authorization:ABCDEFGH23]' }]],
    () => [['incident.exported', { manifestSha256: digest('x'), files: 3, sizeBytes: 4_096 }]],
  ];
}

/** Ledgers that an incident may have. */
export const walks = fc
  .array(fc.tuple(fc.nat(), fc.nat(), fc.nat({ max: 5_000 })), { minLength: 2, maxLength: 24 })
  .map((picks): readonly Draft[] => {
    const walk = new Walk();
    let atMs = FIRST_MS;
    const started = {
      incident: INCIDENT,
      installation: 'rca.example.com',
      severity: 'sev2',
      window: WINDOW,
      commitment: digest('incident'),
    };
    const steps = picks.flatMap(([which, pick, laterMs]) => {
      atMs += laterMs;
      const at = new Date(atMs).toISOString();
      const made = walk.steps[which % walk.steps.length]?.(pick) ?? [];
      return made.map(([type, body]) => ({ type, body: { ...body }, at, actor: 'cli:root' }));
    });
    const at = new Date(FIRST_MS).toISOString();
    return [{ type: 'incident.started', body: started, at, actor: 'cli:root' }, ...steps];
  });

/** Each with one thing that is wrong, or may be. */
export const changedWalks = fc
  .tuple(walks, fc.nat(), fc.nat(), fc.nat({ max: 8 }))
  .map(([drafts, one, other, how]): readonly Draft[] => {
    const at = one % drafts.length;
    const to = other % drafts.length;
    const draft = drafts[at] as Draft;
    const members = Object.keys(draft.body);
    const member = members[other % members.length] ?? '';
    const body = (change: object | undefined) =>
      drafts.with(at, { ...draft, body: { ...draft.body, ...change } });
    switch (how) {
      case 0:
        return drafts.toSpliced(to, 0, draft);
      case 1:
        return drafts.toSpliced(at, 1);
      case 2:
        return drafts.with(at, drafts[to] as Draft).with(to, draft);
      case 3:
        return drafts.with(at, { ...draft, type: (drafts[to] as Draft).type });
      case 4:
        return drafts.with(at, { ...draft, type: 'evidence.forgotten' });
      case 5:
        return body({ [member]: [null, 0, 1.5, '', 'x y', [], {}, true][other % 8] });
      case 6:
        return body({ another: 1 });
      case 7: {
        const { [member]: _, ...rest } = draft.body;
        return drafts.with(at, { ...draft, body: rest });
      }
      default:
        return drafts.with(at, { ...draft, at: new Date(FIRST_MS - other * 1_000).toISOString() });
    }
  });

export function linesOf(drafts: readonly Draft[]): readonly string[] {
  let head = emptyHead;
  return drafts.map((draft) => {
    const next = chain(head, draft);
    head = next.head;
    return next.line;
  });
}
