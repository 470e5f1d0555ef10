import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { readRegular } from '#platform/regular-file';
import { canonicalJson, sha256Hex } from '../domain/canonical.ts';
import { messageOf, userError } from '../domain/errors.ts';
import { htmlText, markdownCode, markdownText } from './escape.ts';
import { type Fonts, loadFonts } from './fonts/fonts.ts';
import { type TemplateFile, templateError } from './template-error.ts';
import { EscapedText, escapeView, type View } from './text.ts';

const documents = ['rca.md.hbs', 'rca.html.hbs', 'evidence-pack.html.hbs'] as const;
export type DocumentTemplate = (typeof documents)[number];

/** A set of templates, read once. */
export interface Templates {
  /** Digest over the names and contents of all files: which templates made a document. */
  readonly sha256: string;
  /** Those that come with the program, text by name. */
  readonly ours: ReadonlyMap<string, string>;
  /** Files of a team's own that take the place of ours or stand beside them, text by name. */
  readonly own: ReadonlyMap<string, string>;
  readonly styles: string;
  readonly fonts: Fonts;
  /** Throws `TEMPLATE_INVALID` with file, line and field. */
  render(template: DocumentTemplate, view: View): string;
}

/**
 * Reads the templates of `dir`. A file of the same name in `overrideDir` takes the place of ours; a file
 * there that replaces nothing is an error, because it is most likely a misspelt name. Partials may be added.
 * Files that have not changed since `before` was read are not compiled again.
 */
export async function loadTemplates(
  dir: string,
  overrideDir?: string,
  before?: Templates,
): Promise<Templates> {
  const ours = await readSet(dir);
  const theirs = overrideDir === undefined ? new Map<string, TemplateFile>() : await readSet(overrideDir);
  for (const file of theirs.values()) refuseUnknown(file, ours);
  const files = new Map([...ours, ...theirs]);
  const texts = (set: ReadonlyMap<string, TemplateFile>): Map<string, string> =>
    new Map(Array.from(set, ([name, { text }]) => [name, text]));
  const sha256 = templatesDigest(texts(files));
  if (before?.sha256 === sha256) return before;
  const styles = [...files.values()].filter((file) => file.name.endsWith('.css'));
  const renderers = new Map(documents.map((name) => [name, renderer(name, files)]));
  return {
    sha256,
    ours: texts(ours),
    own: texts(theirs),
    styles: styles.map((file) => file.text).join('\n'),
    fonts: await loadFonts(),
    render: (template, view) => {
      const render = renderers.get(template);
      if (!render) throw new TypeError(`no template ${template}`);
      return render(view);
    },
  };
}

/** Over names and texts, in order of name. */
export const templatesDigest = (texts: ReadonlyMap<string, string>): string =>
  sha256Hex(canonicalJson([...texts].sort()));

async function readSet(dir: string): Promise<Map<string, TemplateFile>> {
  const set = new Map<string, TemplateFile>();
  for (const folder of ['', 'partials', 'styles']) {
    for (const entry of await list(join(dir, folder), folder === '')) {
      if (!entry.endsWith('.hbs') && !(folder === 'styles' && entry.endsWith('.css'))) continue;
      const name = folder === '' ? entry : `${folder}/${entry}`;
      const path = join(dir, name);
      set.set(name, { name, path, text: await readTemplate(path) });
    }
  }
  return set;
}

async function readTemplate(path: string): Promise<string> {
  try {
    return (await readRegular(path)).toString('utf8');
  } catch (cause) {
    throw unreadable(path, cause, 'let each template be a file that this user may read');
  }
}

const unreadable = (where: string, cause: unknown, mend: string) =>
  userError(
    {
      code: 'TEMPLATES_UNREADABLE',
      message: `the templates cannot be read: ${messageOf(cause)}`,
      where,
      mend,
    },
    cause,
  );

async function list(dir: string, required: boolean): Promise<string[]> {
  try {
    return (await readdir(dir)).sort();
  } catch (cause) {
    if (!required && cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw unreadable(dir, cause, 'name a folder that exists and that this user may read');
  }
}

function refuseUnknown(file: TemplateFile, ours: ReadonlyMap<string, TemplateFile>): void {
  if (ours.has(file.name) || file.name.startsWith('partials/')) return;
  throw userError({
    code: 'TEMPLATE_UNKNOWN',
    message: `${file.name} takes the place of no template`,
    where: file.path,
    mend: `rename it to one of ${Array.from(ours.keys()).join(', ')}, or move it to partials/`,
  });
}

/** Compiles a document with the partials of its format, named by their file: `partials/claims.html.hbs`. */
function renderer(
  document: DocumentTemplate,
  files: ReadonlyMap<string, TemplateFile>,
): (view: View) => string {
  const format = document.endsWith('.md.hbs') ? 'md' : 'html';
  const handlebars = Handlebars.create();
  handlebars.unregisterHelper('log');
  handlebars.registerHelper(
    'eq',
    (a: unknown, b: unknown) => EscapedText.textOf(a) === EscapedText.textOf(b),
  );
  handlebars.registerHelper('code', (text: unknown) =>
    format === 'md' ? new Handlebars.SafeString(markdownCode(EscapedText.textOf(text))) : text,
  );
  const compile = (file: TemplateFile) => located(file, compiled(handlebars, file, format));
  for (const file of files.values()) {
    const partial = new RegExp(`^partials/(.+)\\.${format}\\.hbs$`).exec(file.name)?.[1];
    if (partial !== undefined) handlebars.registerPartial(partial, compile(file));
  }
  const main = files.get(document);
  if (!main) {
    throw userError({
      code: 'TEMPLATE_MISSING',
      message: `there is no ${document}`,
      where: document,
      mend: 'put the file back, or point to the folder that holds it',
    });
  }
  const render = compile(main);
  const escaper = format === 'md' ? markdownText : htmlText;
  return (view) => render(escapeView(view, escaper));
}

function compiled(
  handlebars: typeof Handlebars,
  file: TemplateFile,
  format: 'md' | 'html',
): Handlebars.TemplateDelegate {
  const options = {
    strict: true,
    knownHelpersOnly: true,
    knownHelpers: { eq: true, code: true, log: false },
    // The view is escaped already, for Markdown; HTML entities would only spoil it.
    noEscape: format === 'md',
  };
  try {
    // Precompiling parses the whole file now: an error is found before anything is drawn.
    handlebars.precompile(file.text, options);
    return handlebars.compile(file.text, options);
  } catch (cause) {
    throw templateError(file, cause);
  }
}

/** Names the file in whatever goes wrong inside it, unless an inner partial has already been named. */
function located(file: TemplateFile, template: Handlebars.TemplateDelegate): Handlebars.TemplateDelegate {
  return (context: unknown, options?: Handlebars.RuntimeOptions) => {
    try {
      return template(context, options);
    } catch (cause) {
      throw templateError(file, cause);
    }
  };
}
