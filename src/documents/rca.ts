import type { CaseFile } from '../domain/case-file.ts';
import type { Templates } from './templates.ts';
import { withFonts } from './typeset.ts';
import { rcaView } from './view/rca.ts';

/** The RCA in Markdown alone. */
export const renderRcaMarkdown = (caseFile: CaseFile, templates: Templates): string =>
  templates.render('rca.md.hbs', rcaView(caseFile, 'rca'));

/** The RCA in Markdown and in HTML, from the same view: the same case file gives the same bytes. */
export function renderRca(
  caseFile: CaseFile,
  templates: Templates,
): { readonly markdown: string; readonly html: string } {
  const view = rcaView(caseFile, 'rca');
  return {
    markdown: templates.render('rca.md.hbs', view),
    html: withFonts(templates, 'rca.html.hbs', view),
  };
}
