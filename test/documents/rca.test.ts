import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHTML } from 'linkedom';
import { renderPackHtml } from '../../src/documents/pack.ts';
import { renderRca } from '../../src/documents/rca.ts';
import type { CaseFile } from '../../src/domain/case-file.ts';
import type { StatedSignoff } from '../../src/domain/signoff.ts';
import { demoCaseFile } from '../helpers/case-file.ts';
import { hostileCaseFile, payloads } from '../helpers/hostile.ts';
import { packContext } from '../helpers/pack-context.ts';
import { templates } from '../helpers/templates.ts';

const demo = demoCaseFile();
const server = 'http://127.0.0.1:9';

const sections = [
  ...['Summary', 'Impact', 'Timeline', 'Detection', 'Indicators', 'Trigger', 'Contributing factors'],
  ...[
    'Explanations, for and against',
    'What was ruled out, and what was not checked',
    'Response and resolution',
    'Corrective actions completed',
  ],
  ...['Preventive controls', 'Controls still pending', 'Lessons', 'Action items', 'Open questions'],
  ...['Evidence index', 'Completeness and gaps', 'Whole timeline and rotations', 'Glossary'],
].map((title, index) => `${index + 1} ${title}`);

const emptied: CaseFile = {
  ...demo,
  timeline: { entries: [], phases: {} },
  analysis: {
    ...demo.analysis,
    ...{
      gates: [],
      summary: [],
      impact: [],
      detection: [],
      indicators: [],
      trigger: null,
      factors: [],
      ruledOut: [],
    },
    ...{ notChecked: [], resolution: [], rotations: [], statements: null, charts: [], gaps: [] },
  },
  items: [],
  gaps: [],
  notes: [],
  sections: [],
  custody: [],
};

const page = (html: string) => parseHTML(html).document;
const text = (element: { textContent: string | null }): string =>
  (element.textContent ?? '').replace(/\s+/g, ' ').trim();
const pack = (caseFile: CaseFile, sample?: string) =>
  renderPackHtml(caseFile, packContext(sample), templates);

test('the RCA has its sections in their order, in Markdown and in HTML, with or without content', () => {
  for (const caseFile of [demo, emptied]) {
    const { markdown, html } = renderRca(caseFile, templates);
    assert.deepEqual(
      [...markdown.matchAll(/^## (.*)$/gm)].map((match) => match[1]),
      sections,
    );
    assert.deepEqual([...page(html).querySelectorAll('h2')].map(text), sections);
  }
});

test('a section without content says that it is missing, and invents nothing', () => {
  const { markdown, html } = renderRca(emptied, templates);
  for (const section of page(html).querySelectorAll('section[id^=rca-]')) {
    if (['rca-gaps', 'rca-glossary'].includes(section.id)) continue;
    assert.match(text(section), /Missing\.|missing/, section.id);
  }
  for (const part of markdown.split(/^## /m).slice(1, 18))
    assert.match(part, /Missing\.|missing|No gap/, part);
});

test('every claim names the evidence that it stands on and links to where that is shown', () => {
  for (const html of [renderRca(demo, templates).html, pack(demo)]) {
    const document = page(html);
    const claims = [...document.querySelectorAll('.claims li')];
    const given = demo.analysis;
    assert.equal(
      claims.length,
      [
        given.summary,
        given.impact,
        given.indicators,
        [given.trigger],
        given.factors,
        given.ruledOut,
        given.resolution,
        demo.sections.filter(({ body }) => ['impact', 'cause', 'lesson'].includes(body.kind)),
      ].flat().length,
    );
    for (const claim of claims) {
      const links = [...claim.querySelectorAll('a.ref')];
      assert.ok(links.length > 0, text(claim));
      for (const link of links)
        assert.ok(document.getElementById(link.getAttribute('href')!.slice(1)), text(claim));
      assert.match(text(claim), /observed|inferred|asserted/);
    }
    for (const link of document.querySelectorAll('a')) {
      const href = link.getAttribute('href')!;
      assert.match(href, /^#/);
      assert.equal(document.querySelectorAll(`[id="${href.slice(1)}"]`).length, 1, href);
    }
  }
});

test('what people wrote stands in its section, as asserted or as a row with owner and date', () => {
  const { html, markdown } = renderRca(demo, templates);
  const document = page(html);
  const section = (id: string): string => text(document.getElementById(`rca-${id}`)!);
  assert.match(section('impact'), /Data: Confirmed none: no row left the database\. asserted E-0001 I-0001/);
  assert.match(section('trigger'), /count mode\. asserted F-0001/);
  assert.match(section('factors'), /No alert covered/);
  assert.match(section('ruled-out'), /A leak of credentials\./);
  assert.match(section('lessons'), /What went well The canary kept .* What went badly The alert came/);
  assert.match(section('actions-done'), /A-0002Rotate the signing key .*security leadno dateE-0002/);
  assert.match(section('actions'), /A-0001Alert when a rule group .*platform lead2026-02-14none/);
  assert.match(section('preventive'), /C-0001The firewall blocks SQL injection\./);
  assert.match(section('pending'), /C-0002.*Meanwhile: The firewall blocks .*Pendingsearch lead, 2026-03-01/);
  assert.match(markdown, /^\| A-0001 \| Alert when .* \| platform lead \| 2026-02-14 \| none \|$/m);
});

test('the body tells the course in thirty rows at most, with what people wrote, and the rest stands in the appendix', () => {
  const busy: CaseFile = {
    ...demo,
    timeline: {
      ...demo.timeline,
      entries: Array.from({ length: 90 }, (_, index) => ({
        ...demo.timeline.entries[index % demo.timeline.entries.length]!,
        id: `T-${String(index).padStart(4, '0')}`,
      })),
    },
  };
  const { html, markdown } = renderRca(busy, templates);
  const document = page(html);
  assert.equal(document.querySelectorAll('#rca-timeline table.course tbody tr').length, 30);
  assert.match(text(document.querySelector('#rca-timeline')!), /60 more entries: the whole timeline/);
  const written = busy.timeline.entries.filter(({ origin }) => origin === 'human').length;
  assert.equal(
    document.querySelectorAll('#rca-timeline table.course tr.human').length,
    Math.min(30, written),
  );
  const appendix = document.querySelector('.appendix')!;
  assert.equal(appendix.querySelectorAll('#rca-all table.timeline tbody tr').length, 90);
  assert.ok(!appendix.querySelector('#rca-summary, #rca-actions, #rca-questions'));
  assert.match(markdown, /60 more entries/);
});

test('explanations stand side by side, and none that leads is said to be determined by nobody', () => {
  const argument = (said: string) => ({ text: said, weight: 'strong' as const, evidence: ['E-0001'] });
  const hypothesis = {
    kind: 'deployment' as const,
    verdict: 'possible' as const,
    subject: 'shop',
    at: demo.asOf,
    text: 'Version 12 of shop',
    for: [argument('set in together')],
    against: [argument('others were hit too')],
    missing: ['the log of the deployment'],
  };
  const withHypotheses = (verdict: 'possible' | 'leading'): CaseFile => ({
    ...demo,
    analysis: {
      ...demo.analysis,
      understanding: { ...demo.analysis.understanding, hypotheses: [{ ...hypothesis, verdict }] },
    },
  });
  const shown = (verdict: 'possible' | 'leading'): string =>
    text(page(renderRca(withHypotheses(verdict), templates).html).querySelector('#rca-explanations')!);
  assert.match(
    shown('possible'),
    /Not determined.*DeploymentPossible ?set in together strong E-0001 ?others were hit too strong E-0001 ?the log of the deployment/,
  );
  assert.match(shown('leading'), /DeploymentLeads/);
  assert.doesNotMatch(shown('leading'), /Not determined/);
  assert.match(
    renderRca(withHypotheses('possible'), templates).markdown,
    /Would decide: the log of the deployment/,
  );
});

test('a figure that breaks its limit is never printed as the limit', () => {
  const gate = demo.analysis.gates[0]!;
  const gates = [
    {
      ...gate,
      verdict: 'not-satisfied' as const,
      figure: 220.04,
      threshold: 220,
      unit: 'ms',
      why: 'Over it.',
    },
    {
      ...gate,
      verdict: 'not-satisfied' as const,
      figure: 0.22004,
      threshold: 0.22,
      unit: 'seconds',
      why: 'Over.',
    },
    {
      ...gate,
      verdict: 'not-satisfied' as const,
      figure: 0.9989999,
      threshold: 0.999,
      unit: 'ratio',
      why: 'Under.',
    },
  ];
  const figures = [
    ...page(pack({ ...demo, analysis: { ...demo.analysis, gates } })).querySelectorAll(
      '.verdicts td.c-figure',
    ),
  ].map(text);
  assert.deepEqual(figures, ['220.04 ms', '220 ms', '220.04 ms', '220 ms', '99.89999 %', '99.9 %']);
});

test('an evidence id that the document does not show is text, not a dead link', () => {
  const summary = [{ name: 'summary.a', text: 'A claim.', evidence: ['E-9999'], basis: 'observed' as const }];
  const { html } = renderRca({ ...demo, analysis: { ...demo.analysis, summary } }, templates);
  assert.ok(html.includes('<span class="ref">E-9999</span>'));
});

test('the same case file gives the same bytes', () => {
  assert.deepEqual(renderRca(demoCaseFile(), templates), renderRca(demo, templates));
  assert.equal(pack(demoCaseFile()), pack(demo));
});

test('the pack has each of its parts, and says which it does not have', () => {
  const document = page(pack(demo));
  assert.deepEqual([...document.querySelectorAll('h2')].map(text), [
    ...[
      'Verification summary',
      'Root cause analysis',
      'Timeline and charts',
      'Evidence sheets',
      'What was redacted',
      'Rotation records',
    ],
    ...['Database statements', 'Gates', 'What was asked, what was answered, what is missing', 'Gaps'],
    ...['Control mapping', 'Parts that this pack does not have', 'Chain of custody'],
    'How to check this pack',
  ]);
  assert.equal(document.querySelectorAll('article.sheet').length, demo.items.length);
  assert.match(text(document.querySelector('.cover')!), /Not sealed/);
  assert.ok(text(document.querySelector('.cover')!).includes(demo.ledger.tip));
  assert.ok(text(document.querySelector('.cover')!).includes('16 evidence items'));
});

test('a sign-off sheet takes the place of its absence, and what people wrote in it stays text', () => {
  const sha256 = 'cd'.repeat(32);
  const signoff: StatedSignoff = {
    ...{ id: 'S-0001', seq: 9, at: demo.asOf, actor: 'cli:alice', decision: 'approved', role: 'security' },
    roleFrom: 'own-word',
    document: { kind: 'evidence-pack', format: 'pdf', version: 1, sha256 },
    independence: { independent: false, acts: { 'note.written': 2 }, entries: [3, 4] },
    commitment: 'ab'.repeat(32),
    state: 'revoked',
    reason: { text: '<b>fine</b>', salt: 's' },
    revocation: { id: 'S-0002', seq: 10, at: demo.asOf, actor: 'cli:alice', commitment: null },
    revocationReason: null,
  };
  const absent = (caseFile: CaseFile): string => text(page(pack(caseFile)).querySelector('#part-absent')!);
  assert.match(absent(demo), /Sign-offs/);
  const signed = { ...demo, signoffs: [signoff] };
  assert.doesNotMatch(absent(signed), /Sign-offs/);
  const sheet = page(pack(signed)).querySelector('#part-signoffs')!;
  for (const said of [
    ...['Security', 'Approved, revoked', 'Evidence pack, version 1', sha256, '<b>fine</b>'],
    'Not independent: until then this account wrote a note (2 times) (ledger entries 3, 4).',
    "The role is the account's own word: no roles were configured.",
    'S-0002: revoked by cli:alice',
  ]) {
    assert.ok(text(sheet).includes(said), said);
  }
  const many = { ...demo, signoffs: Array.from({ length: 300 }, () => signoff) };
  assert.equal(page(pack(many)).querySelectorAll('table.signoffs tbody tr').length, 200);
  const stands: StatedSignoff = { ...signoff, state: 'stands', revocation: null };
  const { markdown } = renderRca({ ...demo, signoffs: [stands] }, templates);
  assert.match(markdown, /\| Sign-offs \| Security approved the evidence pack, version 1/);
});

test('what concerns all evidence is one row in the chain of custody, and stands on each sheet', () => {
  const step = { seq: 40, at: demo.asOf, type: 'hold.placed', actor: 'cli:legal', evidence: [] };
  const held = { ...step, scope: 'all', what: 'Put on hold: nothing may be destroyed' } as const;
  const document = page(pack({ ...demo, custody: [...demo.custody, held] }));
  const rows = [...document.querySelectorAll('table.custody tbody tr')].map(text);
  assert.equal(rows.length, demo.custody.length + 1);
  assert.match(
    rows.at(-1) ?? '',
    /Put on hold: nothing may be destroyed ?hold\.placed ?cli:legal ?all items/,
  );
  for (const sheet of document.querySelectorAll('article.sheet')) {
    assert.match(text(sheet), /Put on hold.*Packed in this version, 1/);
  }
});

test('tables are capped and say what is attached instead', () => {
  const entries = Array.from({ length: 2_000 }, (_, index) => ({
    ...demo.timeline.entries[2]!,
    id: `T-${index}`,
  }));
  const html = pack({ ...demo, timeline: { ...demo.timeline, entries } });
  assert.equal(page(html).querySelectorAll('table.timeline:not(.course) tbody tr').length, 1_000);
  assert.match(html, /first 1,000 of 2,000 entries are printed\. All of them are in timeline\.json/);
});

test('headings begin at one and skip no level, no table cell is empty, and figures are named', () => {
  for (const html of [
    renderRca(demo, templates).html,
    pack(demo),
    renderRca(emptied, templates).html,
    pack(emptied),
  ]) {
    const document = page(html);
    const levels = [...document.querySelectorAll('h1,h2,h3,h4,h5')].map((heading) =>
      Number(heading.tagName[1]),
    );
    assert.equal(levels[0], 1);
    for (const [index, level] of levels.slice(1).entries())
      assert.ok(level <= levels[index]! + 1, `h${level} at ${index}`);
    for (const cell of document.querySelectorAll('td,th'))
      assert.notEqual(text(cell), '', cell.parentElement?.outerHTML);
    for (const figure of document.querySelectorAll('figure')) assert.ok(figure.getAttribute('aria-label'));
    assert.equal(document.documentElement.getAttribute('lang'), 'en');
    assert.ok(text(document.querySelector('title')!).startsWith('INC-2026-0001'));
    assert.equal(document.body.lastElementChild?.id, 'end-of-report');
  }
});

test('verdicts are told apart by word and border, so that black and white is enough', () => {
  const document = page(pack(demo));
  const words = new Set([...document.querySelectorAll('.verdicts .badge')].map(text));
  assert.deepEqual(words, new Set(['Satisfied', 'Not satisfied', 'Insufficient evidence']));
  for (const verdict of ['satisfied', 'not-satisfied', 'insufficient-evidence']) {
    assert.match(templates.styles, new RegExp(`\\.badge\\.${verdict} \\{[^}]*border`));
  }
  assert.match(templates.styles, /font-synthesis: none/);
});

test('hostile text stays text in HTML: no element, attribute or address of its making', () => {
  const hostile = hostileCaseFile(demo, server);
  const tags = (html: string) =>
    new Set([...page(html).querySelectorAll('*')].map((element) => element.tagName.toLowerCase()));
  for (const [clean, html] of [
    [renderRca(demo, templates).html, renderRca(hostile, templates).html],
    [pack(demo), pack(hostile, payloads(server)[1])],
  ] as const) {
    for (const tag of tags(html))
      assert.ok(tags(clean).has(tag) || ['br', 'b', 'dt', 'dd'].includes(tag), tag);
    const document = page(html);
    for (const element of document.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        assert.doesNotMatch(
          name,
          /^on|^(?:src|srcset|srcdoc|action|formaction|ping|poster|data|background)$/,
        );
        if (name === 'href') assert.match(value, /^#/);
        if (name === 'style' || name === 'fill') assert.doesNotMatch(value, /\/\//);
      }
    }
    assert.equal(document.querySelectorAll('style').length, page(clean).querySelectorAll('style').length);
    for (const style of document.querySelectorAll('style'))
      assert.doesNotMatch(style.textContent ?? '', /127\.0\.0\.1|\/\/evil/);
    assert.doesNotMatch(html, /[\u202E\u200B\u0000\u001b]/);
    assert.ok(html.includes('&lt;script&gt;fetch('));
    assert.ok(html.includes('{{constructor.constructor('));
    assert.ok(html.includes('⟦U+202E⟧'));
  }
});

test('hostile text stays text in Markdown: no link, image, heading, HTML or broken table of its making', () => {
  const { markdown } = renderRca(hostileCaseFile(demo, server), templates);
  assert.deepEqual(
    [...markdown.matchAll(/^## (.*)$/gm)].map((match) => match[1]),
    sections,
  );
  // From left to right: within a code span a backslash escapes nothing.
  const bare = markdown.replace(/\\[!-/:-@[-`{-~]|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
  assert.doesNotMatch(bare, /<|>|\]\(|\]:|!\[|:\/\/|www\.|@|\[(?![ENIFLACW]-\d+\])/);
  assert.doesNotMatch(bare, /FAKE MARKDOWN HEADING[^\n]*\n?#|^# FAKE/m);
  for (const table of bare.match(/(?:^\|.*\n)+/gm) ?? []) {
    const columns = table
      .trimEnd()
      .split('\n')
      .map((row) => row.split('|').length);
    assert.equal(new Set(columns).size, 1, table);
  }
});
