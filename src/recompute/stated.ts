import { z } from 'zod';
import { canonicalJson, sha256Hex } from '../domain/canonical.ts';
import type { CaseItem } from '../domain/case-file.ts';
import type { SourceAccount } from '../domain/completeness.ts';
import { type Gap, gapSchema } from '../domain/gap.ts';
import type { Incident } from '../domain/incident.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import { parseJson } from '../domain/parse-json.ts';
import { type Reason, stateSignoffs } from '../domain/signoff.ts';
import { partGaps } from '../domain/supersession.ts';
import { rowEntries } from '../evidence/agreement/entries.ts';
import { madeFrom, SIGNOFFS } from '../pack/part-names.ts';
import type { Attached } from './attached.ts';
import { boundInputs } from './bound-inputs.ts';
import type { Stated } from './case-file.ts';
import {
  type Inputs,
  incidentOf,
  inputsSchema,
  notesOf,
  reasonsOf,
  sectionsOf,
  withdrawnOf,
} from './inputs.ts';
import { compared, partOf, type RecomputedPart } from './report.ts';

/** The stated facts of a pack. */
export interface Found {
  readonly stated: Stated;
  /** What the compliance record held; null when the pack does not say. */
  readonly record: Inputs['record'] | null;
  readonly part: RecomputedPart;
  /** What documents cannot be made without, and is not there; empty when nothing is lacking. */
  readonly lacking: readonly string[];
}

/** Undefined when the pack says what cannot be read. */
export function statedOf(
  attached: Attached,
  items: readonly CaseItem[],
  entries: readonly LedgerEntry[],
): Found | RecomputedPart {
  const text = attached.text(madeFrom.inputs);
  if (text === undefined) return withoutInputs(attached, items, entries);
  const inputs = inputsSchema.safeParse(parseJson(text)).data;
  if (inputs === undefined) return partOf(madeFrom.inputs, 'differs', 'it cannot be read');
  if (canonicalJson(inputs) !== text) return partOf(madeFrom.inputs, 'differs', 'it is not canonical JSON');
  const { problems, ownWord, unbound } = boundInputs(
    inputs,
    attached.ledger,
    items.map(({ item }) => item),
  );
  const bound = 'the ledger commits to it';
  const part =
    problems.length > 0 || ownWord.length === 0
      ? compared(
          madeFrom.inputs,
          problems,
          unbound.length === 0 ? bound : `${bound}, but for ${unbound.join('; ')}`,
        )
      : partOf(madeFrom.inputs, 'own-word', `${bound}, but for ${ownWord.join('; ')}`);
  const stated = {
    incident: incidentOf(inputs, attached.manifest.incident),
    items,
    notes: notesOf(inputs),
    gaps: standingGaps(inputs.gaps, entries),
    withdrawn: withdrawnOf(inputs),
    sections: sectionsOf(inputs),
    sources: inputs.sources,
    signoffs: stateSignoffs(entries, reasonsOf(inputs)),
    tool: attached.manifest.tool,
  };
  return { stated, record: inputs.record, part, lacking: [] };
}

/** Those that no later collection has lifted, in the order of the ledger. */
function standingGaps(gaps: readonly Gap[], entries: readonly LedgerEntry[]): readonly Gap[] {
  const byDigest = new Map(gaps.map((gap) => [sha256Hex(canonicalJson(gap)), gap]));
  const recorded = entries.flatMap(({ type, body }) =>
    type === 'gap.recorded' ? (byDigest.get(String(body['sha256'])) ?? []) : [],
  );
  return partGaps(recorded, entries).standing;
}

const completenessSchema = z.object({
  sources: z.array(
    z.object({
      source: z.string(),
      type: z.string().nullable(),
      configured: z.boolean(),
      asked: z.array(
        z.object({
          collection: z.string(),
          at: z.string(),
          by: z.string(),
          window: z.object({ from: z.string(), to: z.string() }),
          state: z.enum(['waiting', 'running', 'done', 'failed']),
          error: z.string().nullable(),
        }),
      ),
      missing: z.array(gapSchema.omit({ source: true })),
    }),
  ),
});

const reasonSchema = z.object({ text: z.string(), salt: z.string() }).nullable();
const signoffsSchema = z.object({
  signoffs: z.array(
    z.object({
      id: z.string(),
      reason: reasonSchema,
      revocation: z.object({ id: z.string() }).nullable(),
      revocationReason: reasonSchema,
    }),
  ),
});

/** Of a pack from before there were inputs: what the ledger and the pack's own documents tell. */
function withoutInputs(
  attached: Attached,
  items: readonly CaseItem[],
  entries: readonly LedgerEntry[],
): Found | RecomputedPart {
  const told = rowEntries(attached.ledger).entries;
  const started = told.find((entry) => entry.type === 'incident.started');
  const read = completenessSchema.safeParse(parseJson(attached.text('completeness.json') ?? '')).data;
  if (started === undefined || read === undefined)
    return partOf(
      madeFrom.inputs,
      'not-recomputable',
      'neither it nor a readable completeness.json is attached',
    );
  const changed = told.findLast((entry) => entry.type === 'incident.changed');
  const digests = new Set(told.flatMap((entry) => (entry.type === 'gap.recorded' ? entry.body.sha256 : [])));
  const gaps = read.sources
    .flatMap(({ source, missing }) => missing.map((gap) => ({ source, ...gap })))
    .filter((gap) => digests.has(sha256Hex(canonicalJson(gap))));
  const { title, services } = headingOf(attached.text('rca.md') ?? '');
  const stated: Stated = {
    incident: {
      id: attached.manifest.incident,
      title,
      severity: (changed?.body.severity ?? started.body.severity) as Incident['severity'],
      status: (changed?.body.status ?? 'open') as Incident['status'],
      closing: (changed?.body.closing ?? null) as Incident['closing'],
      services,
      window: changed?.body.window ?? started.body.window,
      ...((changed?.body.windowFollows ?? started.body.windowFollows) && { windowFollows: true as const }),
      ...(changed?.body.cycles !== undefined && { cycles: changed.body.cycles }),
      startedAt: started.at,
      startedBy: started.actor,
    },
    items,
    notes: [],
    gaps: standingGaps(gaps, entries),
    withdrawn: [],
    sections: [],
    sources: read.sources.map(({ source, type, configured, asked }): SourceAccount => {
      return { source, type, configured, askings: asked };
    }),
    signoffs: stateSignoffs(entries, reasonsIn(attached.text(SIGNOFFS) ?? '')),
    tool: attached.manifest.tool,
  };
  const count = (...types: string[]): number =>
    entries.filter(({ type }) => types.some((prefix) => type.startsWith(prefix))).length;
  const lacking = [
    ['notes', count('note.')],
    ['what people wrote into sections', count('section.')],
    ['why evidence was withdrawn', count('evidence.withdrawn')],
  ].flatMap(([what, found]) => (found === 0 ? [] : [String(what)]));
  const lacks = lacking.length === 0 ? '' : `; lacking: ${lacking.join(', ')}`;
  const why = `it is not attached; title and services are taken from rca.md, failures from completeness.json${lacks}`;
  return { stated, record: null, lacking, part: partOf(madeFrom.inputs, 'not-recomputable', why) };
}

/** Title and services as the review states them. */
function headingOf(markdown: string): { readonly title: string; readonly services: readonly string[] } {
  const plain = (escaped: string): string => escaped.replace(/`([^`\\]*)`/g, '$1').replace(/\\(.)/g, '$1');
  const title = plain(/^# (.*)$/m.exec(markdown)?.[1] ?? '');
  const services = plain(/^\| Services \| (.*) \|$/m.exec(markdown)?.[1] ?? 'Not named');
  return { title, services: services === 'Not named' ? [] : services.split(', ') };
}

function reasonsIn(text: string): ReadonlyMap<string, Reason> {
  const { signoffs = [] } = signoffsSchema.safeParse(parseJson(text)).data ?? {};
  return new Map(
    signoffs.flatMap(({ id, reason, revocation, revocationReason }): [string, Reason][] => [
      ...(reason === null ? [] : [[id, reason] as [string, Reason]]),
      ...(revocation === null || revocationReason === null
        ? []
        : [[revocation.id, revocationReason] as [string, Reason]]),
    ]),
  );
}
