import { messageOf, userError } from '../domain/errors.ts';

/** A file of a set of templates: its path below the folder, what it says and where it was read. */
export interface TemplateFile {
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

/** The error with file, line and field, unless an inner partial has been named already. */
export function templateError(file: TemplateFile, cause: unknown): Error {
  if (cause instanceof Error && 'code' in cause && cause.code === 'TEMPLATE_INVALID') return cause;
  const { message, line, fields } = troubleOf(file.text, messageOf(cause));
  return userError(
    {
      code: 'TEMPLATE_INVALID',
      message,
      where: line === null ? file.path : `${file.path}, line ${line}`,
      mend:
        fields === null
          ? 'mend the template; templates/README.md shows the fields and helpers'
          : `use one of the fields at this place: ${fields}`,
    },
    cause,
  );
}

interface TemplateTrouble {
  readonly message: string;
  /** From 1. */
  readonly line: string | number | null;
  /** Names of those that exist at the place. */
  readonly fields: string | null;
}

/** What Handlebars says, with the place in the file. */
function troubleOf(text: string, said: string): TemplateTrouble {
  const missing = /^"(.+?)" not defined in (?:\{ (.*) \})?/.exec(said);
  const field = missing?.[1] ?? /^Cannot read properties of \w+ \(reading '(.+)'\)$/.exec(said)?.[1];
  const partial = /^The partial (.+) could not be found/.exec(said)?.[1];
  const fields = missing?.[2] ?? null;
  // Where the holder of a field is missing too, the path in the text says which one was meant.
  const path = field === undefined || fields !== null ? null : pathTo(field).exec(text);
  const at = path?.index ?? (partial === undefined ? -1 : text.indexOf(`> ${partial}`));
  return {
    message:
      field === undefined ? said.replace(/\s+/g, ' ') : `there is no field "${path?.[0] ?? field}" here`,
    line: / - (\d+):\d+$/.exec(said)?.[1] ?? /line (\d+)/.exec(said)?.[1] ?? lineAt(text, at),
    fields,
  };
}

const pathTo = (field: string): RegExp => new RegExp(`[\\w@./]+\\.${field.replace(/\W/g, '\\$&')}\\b`);

const lineAt = (text: string, index: number): number | null =>
  index < 0 ? null : text.slice(0, index).split('\n').length;
