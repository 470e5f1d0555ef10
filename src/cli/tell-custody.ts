import { sourceClock, tellOffset } from '../domain/clock.ts';
import { terminalSafe } from '../domain/visible.ts';
import type { Custody } from '../incident/custody.ts';
import type { Shapes } from './shapes.ts';

export const custodyShape = ({ stored, packs, authorityClock, steps }: Custody): Shapes['custody'] => ({
  evidence: stored.item.id,
  source: stored.item.source,
  sourceType: stored.item.sourceType,
  query: stored.item.query,
  file: stored.item.original?.name ?? null,
  collector: stored.item.collector,
  collectedAt: stored.item.retrievedAt,
  clocks: {
    source: stored.item.clockOffsetMs === null ? null : sourceClock(stored.item.clockOffsetMs),
    database: stored.item.clocks?.database ?? null,
    databaseIsOurs: stored.item.clocks === undefined ? null : stored.item.clocks.database === null,
    authority: authorityClock,
  },
  ruleSetSha256: stored.item.ruleSetSha256,
  redactions: stored.item.redactions,
  withdrawn: stored.withdrawn,
  packs,
  steps: steps.map(({ evidence: _evidence, ...step }) => step),
});

export function tellCustody(shape: Shapes['custody']): string {
  const { clocks } = shape;
  const offset = (known: Shapes['custody']['clocks']['source']): string =>
    known === null ? 'not known' : tellOffset(known);
  const redactions = Object.entries(shape.redactions).map(([rule, count]) => `${rule} ${count}`);
  return [
    `${shape.evidence}  from ${terminalSafe(shape.file ?? JSON.stringify(shape.query))}\n`,
    `source      ${terminalSafe(shape.source)} (${shape.sourceType})\n`,
    `collected   by ${terminalSafe(shape.collector)} at ${shape.collectedAt} by our clock\n`,
    `clocks      source ${offset(clocks.source)}; database ${clocks.databaseIsOurs ? 'runs on ours' : offset(clocks.database)}; timestamp authority ${
      clocks.authority === null
        ? 'not known'
        : `${tellOffset(clocks.authority)}, at pack version ${clocks.authority.pack}`
    }\n`,
    `redacted    by rule set ${shape.ruleSetSha256}: ${terminalSafe(redactions.join(', ')) || 'nothing'}\n`,
    `packed      ${shape.packs.length === 0 ? 'in no pack' : `in version ${shape.packs.join(', ')}`}\n`,
    shape.withdrawn === null ? '' : `withdrawn   ${terminalSafe(shape.withdrawn)}\n`,
    ...shape.steps.map(
      ({ seq, at, actor, what, scope }) =>
        `entry ${seq}  ${at}  ${terminalSafe(actor)}  ${terminalSafe(what)}${scope === 'all' ? ' (all evidence)' : ''}\n`,
    ),
  ].join('');
}
