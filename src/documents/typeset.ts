import type { DocumentTemplate, Templates } from './templates.ts';
import { Markup, type View } from './text.ts';

/**
 * Renders HTML twice: the first time to see which characters it uses, the second time with fonts for those
 * embedded. Characters that no font can draw are named.
 */
export function withFonts(templates: Templates, template: DocumentTemplate, view: View): string {
  const styled = (fontFaces: string): View => ({
    ...view,
    styles: new Markup(templates.styles),
    fontFaces: new Markup(fontFaces),
  });
  const plain = templates.fonts.drawable(templates.render(template, styled('')));
  return templates.fonts.drawable(templates.render(template, styled(templates.fonts.facesFor(plain))));
}
