import { tellCoverage } from '../domain/coverage.ts';
import { oneLine } from '../domain/visible.ts';
import type { CheckedPack } from '../pack/judge-pack.ts';
import type { Manifest, ManifestItem } from '../pack/manifest.ts';
import type { CheckId, ReportedCheck, VerifyReport } from '../pack/report.ts';
import { element } from './elements.ts';
import { LEDGER, OUTCOMES, outcomeOf, SIGNER, TIMES, TITLES, WHOLE } from './words.ts';

const TEXT_CHARACTERS_MAX = 300;
const ITEMS_SHOWN_MAX = 2_000;

/** What a pack says, as one line of text in which nothing hides. */
const said = (text: string): string => oneLine(text, TEXT_CHARACTERS_MAX);

/** Verdict first, then each check, then what the pack says about itself. */
export function reportView(
  { report, manifest }: CheckedPack,
  fileName: string,
): readonly [HTMLElement, ...HTMLElement[]] {
  return [
    verdictView(report, fileName),
    checksView(report.checks),
    ...attachmentsView(report),
    ...(manifest === undefined ? [] : [packView(manifest, report), evidenceView(manifest)]),
  ];
}

function verdictView(report: VerifyReport, fileName: string): HTMLElement {
  const whole = report.intact ? WHOLE.intact : WHOLE.broken;
  const signer = report.intact
    ? SIGNER[report.signer]
    : { ...SIGNER[report.signer], sentence: 'Who signed does not matter while the pack is not intact.' };
  const signerOutcome = outcomeOf(report.signer === 'verified' ? true : askedInVain(report) ? false : null);
  return element(
    'section',
    { id: 'verdict', tabindex: '-1', 'aria-labelledby': 'verdict-title' },
    element('h2', { id: 'verdict-title' }, 'Verdict'),
    element('p', { class: 'file' }, said(fileName)),
    answer('intact', outcomeOf(report.intact), whole),
    answer('signer', signerOutcome, signer),
    ...ledgerAnswer(report),
    ...timesAnswer(report),
  );
}

function ledgerAnswer({ checks }: VerifyReport): readonly HTMLElement[] {
  const ok = checks.find(({ check }) => check === 'ledger.consistency')?.ok ?? null;
  if (ok === null) return [];
  return [answer('ledger', outcomeOf(ok), ok ? LEDGER.agrees : LEDGER.contradicted)];
}

const timesAnswer = ({ checks }: VerifyReport): readonly HTMLElement[] =>
  checks.some(({ check, ok }) => check === 'pack.times' && ok === false)
    ? [answer('times', 'fails', TIMES)]
    : [];

const ASKED: ReadonlySet<CheckId> = new Set(['seal.key', 'seal.chain', 'seal.certificate']);

const askedInVain = ({ checks }: VerifyReport): boolean =>
  checks.some(({ check, ok }) => ASKED.has(check) && ok === false);

function answer(
  id: string,
  outcome: keyof typeof OUTCOMES,
  { title, sentence }: { readonly title: string; readonly sentence: string },
): HTMLElement {
  return element(
    'div',
    { id: `answer-${id}`, class: `answer ${outcome}` },
    element('span', { class: 'sign', 'aria-hidden': 'true' }, OUTCOMES[outcome].sign),
    element('div', {}, element('p', { class: 'title' }, title), element('p', {}, sentence)),
  );
}

function checksView(checks: readonly ReportedCheck[]): HTMLElement {
  const failed = checks.filter(({ ok }) => ok === false).length;
  const summary =
    failed === 0
      ? 'None of the checks fails.'
      : `${failed} of the checks ${failed === 1 ? 'fails' : 'fail'}.`;
  return element(
    'section',
    { 'aria-labelledby': 'checks-title' },
    element('h2', { id: 'checks-title' }, 'Checks'),
    element('p', {}, summary),
    element('ol', { id: 'checks' }, ...checks.map(checkView)),
  );
}

function checkView({ check, ok, detail, forgedBy }: ReportedCheck): HTMLElement {
  const outcome = outcomeOf(ok);
  const { sign, word } = OUTCOMES[outcome];
  return element(
    'li',
    { class: outcome, 'data-check': check, 'data-ok': String(ok) },
    element('span', { class: 'sign', 'aria-hidden': 'true' }, sign),
    element(
      'div',
      {},
      element('h3', {}, `${TITLES[check]} `, element('span', { class: 'word' }, word)),
      element('p', { class: 'detail' }, detail),
      ...(forgedBy === null ? [] : [element('p', { class: 'forger' }, `To forge it takes ${forgedBy}.`)]),
      element('code', {}, check),
    ),
  );
}

/** Only of a pack that another program wrote again. */
function attachmentsView({ attachments }: VerifyReport): readonly HTMLElement[] {
  if (attachments === undefined) return [];
  const rows = attachments
    .slice(0, ITEMS_SHOWN_MAX)
    .map(({ name, state }) => element('li', {}, `${said(name)}: ${state}`));
  return [
    element(
      'section',
      { 'aria-labelledby': 'attachments-title' },
      element('h2', { id: 'attachments-title' }, 'Attachments, by the digests that they carry'),
      element('ul', { id: 'attachments' }, ...rows),
    ),
  ];
}

function packView(manifest: Manifest, { intact }: VerifyReport): HTMLElement {
  const facts: readonly (readonly [string, string])[] = [
    ['Incident', said(manifest.incident)],
    ['Version of the pack', String(manifest.version)],
    ['As of', said(manifest.asOf)],
    ['Sealed by, as it says', manifest.signer === null ? 'nobody' : said(manifest.signer)],
    ['Made with', `${manifest.tool.name} ${said(manifest.tool.version)}`],
    ['Entries of the ledger', String(manifest.ledger.size)],
    ['Root of the ledger', manifest.ledger.root],
  ];
  return element(
    'section',
    { 'aria-labelledby': 'pack-title' },
    element('h2', { id: 'pack-title' }, 'What the pack says'),
    ...(intact
      ? []
      : [element('p', {}, 'The pack is not intact: what follows may not be what its maker wrote.')]),
    element(
      'dl',
      {},
      ...facts.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
    ),
  );
}

function evidenceView(manifest: Manifest): HTMLElement {
  const { items, withdrawn } = manifest;
  const gaps = items.filter(({ coverage }) => coverage.state !== 'complete').length;
  const shown = items.slice(0, ITEMS_SHOWN_MAX);
  const header = ['Evidence', 'Coverage', 'Records', 'Pages'].map((name) =>
    element('th', { scope: 'col' }, name),
  );
  return element(
    'section',
    { 'aria-labelledby': 'evidence-title' },
    element('h2', { id: 'evidence-title' }, 'Evidence'),
    element(
      'p',
      {},
      gaps === 0
        ? `Each of ${items.length} items is complete for what was asked.`
        : `${gaps} of ${items.length} items are not complete: their coverage says what is missing.`,
    ),
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, ...header)),
      element('tbody', { id: 'evidence' }, ...shown.map(itemView)),
    ),
    ...(shown.length < items.length ? [element('p', {}, `and ${items.length - shown.length} more`)] : []),
    ...(withdrawn.length === 0
      ? []
      : [
          element('p', {}, `Withdrawn, so that only the ledger tells of them: ${said(withdrawn.join(', '))}`),
        ]),
  );
}

function itemView({ id, coverage, records, pages }: ManifestItem): HTMLElement {
  const complete = coverage.state === 'complete';
  const beside = pages.filter(({ placed }) => placed === 'beside').length;
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, said(id)),
    element(
      'td',
      { class: complete ? '' : 'gap' },
      `${complete ? '' : 'Gap: '}${said(tellCoverage(coverage))}`,
    ),
    element('td', {}, String(records)),
    element('td', {}, beside === 0 ? String(pages.length) : `${pages.length}, ${beside} beside the pack`),
  );
}
