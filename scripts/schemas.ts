import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { policySchema } from '../src/analysis/policy.ts';
import { shapes } from '../src/cli/shapes.ts';
import { configFileSchema } from '../src/config/file-schema.ts';
import { manifestSchema } from '../src/pack/manifest.ts';
import { signerPolicySchema } from '../src/pack/seal/signer-rules.ts';
import { inputsSchema } from '../src/recompute/inputs.ts';
import { controlMappingSchema } from '../src/record/controls.ts';

/** Every JSON Schema that the repository publishes, by its path. */
export function schemas(): ReadonlyMap<string, string> {
  const text = (schema: z.ZodType, title: string): string =>
    `${JSON.stringify({ title, ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) }, null, 2)}\n`;
  return new Map([
    ['docs/schema/config.schema.json', text(configFileSchema, 'rca.yaml')],
    ['docs/schema/policy.schema.json', text(policySchema, 'policy.yaml')],
    ['docs/schema/controls.schema.json', text(controlMappingSchema, 'controls.yaml')],
    ['docs/schema/signer-policy.schema.json', text(signerPolicySchema, 'who may have sealed a pack')],
    ['docs/schema/manifest.schema.json', text(manifestSchema, 'manifest.json of an evidence pack, format 1')],
    ['docs/schema/inputs.schema.json', text(inputsSchema, 'inputs.json of an evidence pack')],
    ...Object.entries(shapes).map(([verb, schema]): [string, string] => [
      `docs/schema/${verb}.schema.json`,
      text(schema, `rca ${verb} --json`),
    ]),
  ]);
}

if (import.meta.main) {
  for (const [path, text] of schemas()) await writeFile(path, text);
}
