import { z } from 'zod';
import { parseJson } from '../../domain/parse-json.ts';
import type { Manifest } from '../manifest.ts';
import type { ReadPack } from '../read-pack.ts';
import { type Check, judged, notJudged } from '../report.ts';
import type { Timestamp } from '../seal/timestamp.ts';
import { ledgerLines } from './ledger-checks.ts';
import { judgeTimes, TOLERANCE_MS } from './time-order.ts';

const MINUTE_MS = 60_000;

/** What a pack is made from, what was done with it and its seal are in order of time, and none is after now. */
export function checkTimes(
  pack: ReadPack,
  manifest: Manifest,
  timestamps: ReadonlyMap<string, Timestamp | undefined>,
  now: Date,
): Check {
  const lines = ledgerLines(pack);
  if (lines === undefined) return notJudged('pack.times', 'the ledger cannot be read');
  const ledger = lines.flatMap((line) => entrySchema.safeParse(parseJson(line)).data ?? []);
  // The first entry that names an item is of its collection.
  const told = new Map(
    ledger.toReversed().flatMap(({ at, body }) => (body.evidence === undefined ? [] : [[body.evidence, at]])),
  );
  const { problems, notes } = judgeTimes({
    facts: factsIn(pack),
    collected: manifest.items.flatMap(({ id, file }) => {
      const item = itemSchema.safeParse(jsonIn(pack, file)).data;
      return item === undefined ? [] : [{ id, atMs: item.retrievedAt, toldMs: told.get(id) ?? null }];
    }),
    ledgerMs: ledger.map(({ at }) => at),
    timestamps: [...timestamps].flatMap(([name, timestamp]) =>
      timestamp === undefined ? [] : [{ name, atMs: timestamp.at.getTime() }],
    ),
    nowMs: now.getTime(),
  });
  const held = `what was collected, the ledger, timestamps and now are in order; ${TOLERANCE_MS / MINUTE_MS} minutes are tolerated`;
  return judged('pack.times', problems, [held, ...notes].join('; '));
}

const timeMs = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const entrySchema = z.object({ at: timeMs, body: z.looseObject({ evidence: z.string().optional() }) });
const itemSchema = z.object({ retrievedAt: timeMs });
const timelineSchema = z.object({
  entries: z.array(z.object({ id: z.string(), at: timeMs, evidence: z.array(z.string()) })),
});

const jsonIn = (pack: ReadPack, name: string): unknown => {
  const text = pack.attachments.get(name)?.bytes?.toString('utf8');
  return text === undefined ? undefined : parseJson(text);
};

const factsIn = (pack: ReadPack) =>
  (timelineSchema.safeParse(jsonIn(pack, 'timeline.json')).data?.entries ?? []).map(
    ({ id, at, evidence }) => ({
      id,
      atMs: at,
      evidence,
    }),
  );
