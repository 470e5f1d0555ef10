import type { CaseFile } from '../../src/domain/case-file.ts';

/** What attackers write into anything that ends up in a log, aimed at a server that should never be called. */
export const payloads = (server: string): readonly string[] => [
  `<img src="${server}/img">`,
  `"><script src="${server}/script"></script>`,
  `<script>fetch("${server}/fetch")</script>`,
  `<link rel="stylesheet" href="${server}/css"><link rel="prefetch" href="${server}/prefetch">`,
  `<iframe src="${server}/iframe" srcdoc="<img src=${server}/srcdoc>"></iframe>`,
  `</style><style>@import url(${server}/import);body{background:url(${server}/background)}</style>`,
  `<style>@font-face{font-family:x;src:url(${server}/font)}*{font-family:x}</style>`,
  `<meta http-equiv="refresh" content="0;url=${server}/refresh">`,
  `<svg><image href="${server}/svg"/><use href="${server}/use#a"/></svg>`,
  `<svg><foreignObject><img src="${server}/foreign"></foreignObject></svg>`,
  `<object data="${server}/object"></object><embed src="${server}/embed">`,
  `<form action="${server}/form"><input type="image" src="${server}/input"></form>`,
  `<video poster="${server}/poster" src="${server}/video"></video><audio src="${server}/audio"></audio>`,
  `<base href="${server}/"><a href="javascript:alert(1)" ping="${server}/ping">x</a>`,
  `<a href="${server}/link">link</a> [link](${server}/md) ![img](${server}/mdimg) <${server}/auto> ${server}/bare`,
  `[E-0001]: ${server}/reference`,
  `' onload='fetch("${server}/handler")' style='background:url(${server}/attribute)`,
  `</td></tr></table><h1>FAKE HEADING</h1> | cell | cell |\n# FAKE MARKDOWN HEADING`,
  '{{constructor.constructor("return process")()}} {{{incident.title}}} {{> head}} {{#each x}}',
  '"}; } @page { @top-left { content: url(//evil) } } \\',
  'invoice\u202Efdp.exe \u200B\u0000\u001b[31m \uD800 \u{E0061}',
  `Z${'\u0301'.repeat(60)}algo ${'A'.repeat(5_000)}`,
  'مرحبا 漢字 🔥 ⟦U+0041⟧',
];

const KEPT =
  /^(?:E-\d+|N-\d+|INC-.*|T-[0-9a-f]+|[0-9a-f]{64}|\d{4}-\d\d-\d\dT.*|observed|inferred|asserted|satisfied|not-satisfied|insufficient-evidence|human|source|evidence|complete|sampled|narrowed|truncated|unknown|stacked|sli|wire|reserialised|started|detected|acknowledged|mitigated|resolved|sev\d|MTT[DAMR]|ratio|seconds|rca|[IFLAC]-\d+|\d{4}-\d\d-\d\d|impact|cause|lesson|action|control|requests|users|data|budget|other|trigger|factor|ruled-out|well|badly|lucky|corrective|preventive|open|done|dropped|operational|pending|risk-accepted)$/;

/** The case file with a payload in place of every text that is not an id, a time or a word of ours. */
export function hostileCaseFile(caseFile: CaseFile, server: string): CaseFile {
  const all = payloads(server);
  let next = 0;
  const payload = () => all[next++ % all.length] ?? '';
  const poison = (value: unknown, key: string): unknown => {
    if (typeof value === 'string')
      return KEPT.test(value) || key === 'id' || key === 'format' ? value : payload();
    if (Array.isArray(value)) return value.map((member) => poison(member, ''));
    if (value === null || typeof value !== 'object') return value;
    const named = ['by.rule', 'by.client', 'by.label', 'redactions', 'query'].includes(key);
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [named ? payload() : name, poison(member, name)]),
    );
  };
  const poisoned = poison(caseFile, '') as CaseFile;
  // A stacked chart counts under the names that it lists.
  const charts = poisoned.analysis.charts.map((chart) =>
    chart.kind === 'sli'
      ? chart
      : {
          ...chart,
          buckets: chart.buckets.map((bucket) => ({
            ...bucket,
            counts: Object.fromEntries(chart.names.map((name) => [name, 3])),
          })),
        },
  );
  return { ...poisoned, analysis: { ...poisoned.analysis, charts } };
}
