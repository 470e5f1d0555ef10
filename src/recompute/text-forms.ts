import { chartCsv } from '../documents/charts/chart.ts';
import { renderRcaMarkdown } from '../documents/rca.ts';
import type { Templates } from '../documents/templates.ts';
import { canonicalJson } from '../domain/canonical.ts';
import type { CaseFile } from '../domain/case-file.ts';
import { completenessOf } from '../domain/completeness.ts';
import type { PackDocument } from '../pack/input.ts';
import { SIGNOFFS } from '../pack/part-names.ts';

/** What the pages of a pack say, in forms that a program reads. */
export const textForms = (caseFile: CaseFile, templates: Templates): readonly PackDocument[] => [
  markdownForm(caseFile, templates),
  ...dataForms(caseFile),
];

export const markdownForm = (caseFile: CaseFile, templates: Templates): PackDocument => ({
  name: 'rca.md',
  mediaType: 'text/markdown',
  bytes: Buffer.from(renderRcaMarkdown(caseFile, templates)),
});

/** Those that no template has a part in. */
export const dataForms = (caseFile: CaseFile): readonly PackDocument[] => [
  jsonDocument('timeline.json', caseFile.timeline),
  jsonDocument('gates.json', { gates: caseFile.analysis.gates }),
  jsonDocument('completeness.json', {
    sources: completenessOf(caseFile.sources, caseFile.items, caseFile.gaps),
  }),
  jsonDocument(SIGNOFFS, { signoffs: caseFile.signoffs }),
  ...caseFile.analysis.charts.map((chart) => ({
    name: `chart-${chart.id}.csv`,
    mediaType: 'text/csv',
    bytes: Buffer.from(chartCsv(chart)),
  })),
];

export const jsonDocument = (name: string, value: unknown): PackDocument => ({
  name,
  mediaType: 'application/json',
  bytes: Buffer.from(canonicalJson(value)),
});
