import { dirname } from 'node:path';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { readRegularSync } from '#platform/regular-file';
import { messageOf, userError } from '../domain/errors.ts';
import { type ConfigFile, configFileSchema } from './file-schema.ts';
import { type Refuse, resolveSecrets } from './secrets.ts';

export interface SourceConfig {
  readonly id: string;
  readonly type: string;
  /** Parsed by the source's own schema. */
  readonly settings: unknown;
}

interface Options {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Settings schema of each source type. */
  readonly sourceTypes: ReadonlyMap<string, z.ZodType>;
}

export interface ParsedFile {
  readonly file: ConfigFile;
  readonly sources: readonly SourceConfig[];
}

export function readText(path: string): string {
  try {
    return readRegularSync(path).toString('utf8');
  } catch (cause) {
    throw userError(
      {
        code: 'CONFIG_UNREADABLE',
        message: `the configuration cannot be read: ${messageOf(cause)}`,
        where: path,
        mend: 'make the file readable for the account that runs rca',
      },
      cause,
    );
  }
}

/** Parses and checks `rca.yaml`; what it refuses names file, line, field and mend. */
export function parseFile(text: string, path: string, options: Options): ParsedFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors[0];
  if (broken) {
    throw userError({
      code: 'CONFIG_INVALID',
      message: `not YAML: ${broken.message}`,
      where: `${path}:${lines.linePos(broken.pos[0]).line}`,
      mend: 'correct the YAML at that line',
    });
  }
  const lineOf = (field: readonly PropertyKey[]): number => {
    for (let depth = field.length; depth >= 0; depth--) {
      const node = document.getIn(field.slice(0, depth), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const refuse = (field: readonly PropertyKey[], message: string, mend: string): never => {
    throw userError({
      code: 'CONFIG_INVALID',
      message: `${field.length > 0 ? field.join('.') : 'the file'}: ${message}`,
      where: `${path}:${lineOf(field)}`,
      mend,
    });
  };
  const plain = resolveSecrets(plainOf(document, refuse), [], dirname(path), options.env, refuse);
  const parse = <T>(schema: z.ZodType<T>, value: unknown, prefix: readonly PropertyKey[]): T => {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    const issue = result.error.issues[0];
    const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    const field = [...prefix, ...(issue?.path ?? []), ...(unknown === undefined ? [] : [unknown])];
    return refuse(
      field,
      unknown === undefined ? (issue?.message ?? 'invalid') : 'no such field',
      'compare with rca.example.yaml and docs/schema/config.schema.json',
    );
  };
  const file = parse(configFileSchema, plain, []);
  const seen = new Set<string>();
  const sources = file.sources.map(({ id, type, ...settings }, index) => {
    if (seen.has(id))
      refuse(['sources', index, 'id'], `"${id}" is used twice`, 'give each source its own id');
    seen.add(id);
    const schema =
      options.sourceTypes.get(type) ??
      refuse(
        ['sources', index, 'type'],
        `there is no source type "${type}"`,
        `use one of ${[...options.sourceTypes.keys()].join(', ')}`,
      );
    return { id, type, settings: parse(schema, settings, ['sources', index]) };
  });
  return { file, sources };
}

/** Aliases can make a small file endless. */
function plainOf(yaml: Document, refuse: Refuse): unknown {
  try {
    return yaml.toJS() ?? {};
  } catch (cause) {
    return refuse(
      [],
      `not YAML that can be read: ${messageOf(cause)}`,
      'write out what the aliases stand for',
    );
  }
}
