import { z } from 'zod';

const LOOKUP =
  /^(AccessKeyId|EventId|EventName|EventSource|ReadOnly|ResourceName|ResourceType|Username)=(.+)$/;

/**
 * What incidents with credentials and a firewall turn on. KMS by event name, because its own source is full of
 * Decrypt; a lookup takes a call for each 50 events at two calls a second.
 */
const defaultLookups = [
  'EventName=ConsoleLogin',
  'EventSource=secretsmanager.amazonaws.com',
  'EventSource=iam.amazonaws.com',
  'EventSource=wafv2.amazonaws.com',
  'EventName=RotateKey',
  'EventName=DisableKey',
];

/** The entry of an `aws.cloudtrail` source in `rca.yaml`, less `id` and `type`. */
export const trailSettingsSchema = z.strictObject({
  region: z.string().min(1).describe('Region whose events are looked up'),
  lookups: z
    .array(z.string().regex(LOOKUP, 'is not an attribute and a value, such as EventName=ConsoleLogin'))
    .min(1)
    .default(defaultLookups)
    .describe('One attribute and value each; one evidence item each'),
});

export type TrailSettings = z.infer<typeof trailSettingsSchema>;

/** The attribute and value of a lookup that the schema has let pass. */
export function attributeOf(lookup: string): { readonly key: string; readonly value: string } {
  const [, key = '', value = ''] = LOOKUP.exec(lookup) ?? [];
  return { key, value };
}
