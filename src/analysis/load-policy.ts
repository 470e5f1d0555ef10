import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type RcaError, userError } from '../domain/errors.ts';
import { type Policy, policyOf, policySchema } from './policy.ts';

/** Parses the policy file; throws `POLICY_INVALID` that names file, line, field and mend. */
export function loadPolicy(text: string, file: string): Policy {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error) {
    throw invalid(`${file}:${lines.linePos(error.pos[0]).line}`, error.message, 'mend the YAML at that line');
  }
  const parsed = policySchema.safeParse(contentOf(document, file));
  if (parsed.success) return policyOf(parsed.data);
  const issue = parsed.error.issues[0];
  if (!issue) throw invalid(file, 'is not a policy', MEND);
  const { path, message, mend } = explained(issue);
  throw invalid(
    `${file}:${lineOf(document, path, lines)}, ${path.join('.') || 'the whole file'}`,
    message,
    mend,
  );
}

const MEND = 'compare with templates/policy.yaml and docs/policy.md';

const invalid = (where: string, message: string, mend: string): RcaError =>
  userError({ code: 'POLICY_INVALID', message: `the policy is not valid: ${message}`, where, mend });

function contentOf(document: Document.Parsed, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw invalid(file, cause instanceof Error ? cause.message : String(cause), 'write it without aliases');
  }
}

function explained(issue: z.core.$ZodIssue): {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly mend: string;
} {
  if (issue.code === 'unrecognized_keys') {
    const [key] = issue.keys;
    return {
      path: [...issue.path, key ?? ''],
      message: `there is no setting "${key}"`,
      mend: 'take it out, or spell it as in templates/policy.yaml',
    };
  }
  return { path: issue.path, message: issue.message, mend: MEND };
}

/** The line of the field's key, or of the closest one around it that is there. */
function lineOf(document: Document.Parsed, path: readonly PropertyKey[], lines: LineCounter): number {
  let node: unknown = document.contents;
  let line = 1;
  for (const segment of path) {
    if (isSeq(node) && typeof segment === 'number') {
      const item = node.items[segment];
      if (!isNode(item) || !item.range) break;
      line = lines.linePos(item.range[0]).line;
      node = item;
      continue;
    }
    if (!isMap(node)) break;
    const pair = node.items.find(({ key }) => isScalar(key) && key.value === segment);
    if (!pair || !isScalar(pair.key) || !pair.key.range) break;
    line = lines.linePos(pair.key.range[0]).line;
    node = pair.value;
  }
  return line;
}
