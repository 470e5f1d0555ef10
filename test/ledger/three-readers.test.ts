import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import type { LedgerEntry } from '../../src/domain/ledger.ts';
import { refuseUnruly } from '../../src/evidence/standing.ts';
import { envelopeOf } from '../../src/ledger/envelope.ts';
import { verifyLedger } from '../../src/ledger/verify-ledger.ts';
import { forEachStore, type OpenStore } from '../helpers/stores.ts';
import { changedWalks, INCIDENT, linesOf, walks } from './walks.ts';

/** How many lines stand before the first that breaks a rule; all of them when none does. */
type Reader = (lines: readonly string[]) => Promise<number>;

const verifier: Reader = async (lines) => verifyLedger(lines).faults[0]?.line ?? lines.length;

class Undone extends Error {}

/** Lines as the owner adds them, and what `before` says of each ahead of it; nothing stays. */
const adding =
  ({ database: { db } }: OpenStore, how: 'trigger' | 'store'): Reader =>
  async (lines) => {
    let whole = 0;
    await db
      .transaction(async (tx) => {
        await tx.execute(
          sql`INSERT INTO rca.incidents (id, year, number, title, status, services, window_from, window_to, started_at, started_by, salt)
              VALUES (${INCIDENT}, 2026, 1, 'x', 'open', '{}', '2026-01-27T10:00:00Z', '2026-01-27T12:00:00Z', '2026-01-27T10:00:00Z', 'x', 'x')`,
        );
        for (const [seq, line] of lines.entries()) {
          if (how === 'store') await refuseUnruly(tx, INCIDENT, [envelopeOf(line) as LedgerEntry]);
          await tx.execute(
            sql`INSERT INTO rca.ledger (incident, seq, line) VALUES (${INCIDENT}, ${seq}, ${line})`,
          );
          whole += 1;
        }
        throw new Undone();
      })
      .catch((cause: unknown) => {
        const { message, code } = (cause instanceof Error && cause.cause ? cause.cause : cause) as {
          message: string;
          code?: string;
        };
        const refusal = how === 'store' ? 'ENTRY_REFUSED' : 'RCA10';
        if (!(cause instanceof Undone) && code !== refusal) assert.fail(`${code} ${message}`);
      });
    return whole;
  };

/** As attackers write them: with what JSON and our form allow, and what they do not. */
const garbled = fc
  .tuple(walks, fc.nat(), fc.nat({ max: 9 }))
  .map(([drafts, pick, how]): readonly string[] => {
    const lines = linesOf(drafts);
    const at = pick % lines.length;
    const line = lines[at] ?? '';
    const other = [
      'no JSON',
      '{}',
      '[]',
      'null',
      ` ${line}`,
      line.replace('"v":1', '"v":1.0'),
      line.replace('"actor":"', '"actor":"\\u0041'),
      line.replace('"actor"', '"actor":"cli:root","actor"'),
      line.replace('"seq"', '"extra":1,"seq"'),
      line.replace('"body":{', '"body":{"__proto__":{},'),
    ][how];
    return lines.with(at, other ?? '');
  });

forEachStore(({ name, open }) => {
  describe(`trigger, store and verifier on ${name}`, () => {
    let opened: OpenStore;
    before(async () => {
      opened = await open();
    });
    after(() => opened.close());

    test('find the same first line that may not stand, in ledgers with one thing changed', async () => {
      await fc.assert(
        fc.asyncProperty(changedWalks.map(linesOf), async (lines) => {
          const whole = await verifier(lines);
          assert.equal(await adding(opened, 'trigger')(lines), whole, verifyLedger(lines).faults[0]?.why);
          assert.equal(await adding(opened, 'store')(lines), whole);
        }),
        { numRuns: 60 },
      );
    });

    test('and in ledgers with a line of garbage, which the trigger refuses by itself', async () => {
      await fc.assert(
        fc.asyncProperty(garbled, async (lines) => {
          assert.equal(await adding(opened, 'trigger')(lines), await verifier(lines));
        }),
        { numRuns: 60 },
      );
    });

    test('take every ledger that may be', async () => {
      await fc.assert(
        fc.asyncProperty(walks.map(linesOf), async (lines) => {
          assert.equal(await adding(opened, 'trigger')(lines), lines.length);
          assert.equal(await adding(opened, 'store')(lines), lines.length);
        }),
        { numRuns: 30 },
      );
    });
  });
});
