import type { Templates } from '../documents/templates.ts';
import { sectionLetters } from '../domain/section.ts';
import { numbered } from '../evidence/row-values.ts';
import type { PackDocument } from '../pack/input.ts';
import { madeFrom } from '../pack/part-names.ts';
import { inputsOf, type Salts, saltKey } from '../recompute/inputs.ts';
import { jsonDocument } from '../recompute/text-forms.ts';
import type { LoadedControls } from '../record/load-controls.ts';
import type { RecordCounts } from '../record/parts.ts';
import type { Case } from './case.ts';
import type { Context } from './context.ts';

/** What the documents of a pack depend on besides evidence and ledger, as documents of their own. */
export async function madeFromDocuments(
  context: Context,
  { stated, recordedGaps, reasons }: Case,
  made: {
    readonly templates: Templates;
    readonly controls: LoadedControls;
    readonly counts: RecordCounts;
  },
): Promise<readonly PackDocument[]> {
  const record = { ...made.counts, retention: context.retention };
  const salts = await saltsOf(context, stated.incident.id);
  const { own } = made.templates;
  return [
    jsonDocument(madeFrom.inputs, inputsOf({ ...stated, recordedGaps, reasons, record }, salts)),
    yamlDocument(madeFrom.policy, context.policyText),
    yamlDocument(madeFrom.controls, made.controls.text),
    ...(own.size === 0 ? [] : [jsonDocument(madeFrom.templates, Object.fromEntries(own))]),
  ];
}

const yamlDocument = (name: string, text: string): PackDocument => ({
  name,
  mediaType: 'application/yaml',
  bytes: Buffer.from(text),
});

/** What opens the ledger's commitments: whoever has the words in the pack may see that they are the first ones. */
async function saltsOf({ store }: Pick<Context, 'store'>, id: string): Promise<Salts> {
  const { incident, versions, notes, sections, evidence } = await store.auditRows(id);
  return {
    start: { title: incident.title, salt: incident.salt },
    version: versions.at(-1)?.salt ?? null,
    written: new Map([
      ...notes.map((row) => [saltKey(numbered('N', row.number), row.version), row.salt] as const),
      ...sections.map(
        (row) => [saltKey(numbered(sectionLetters[row.kind], row.number), row.version), row.salt] as const,
      ),
    ]),
    withdrawn: new Map(
      evidence.flatMap(({ number, withdrawnSalt }) =>
        withdrawnSalt === null ? [] : [[numbered('E', number), withdrawnSalt] as const],
      ),
    ),
  };
}
