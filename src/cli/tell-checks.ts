import { terminalSafe } from '../domain/visible.ts';
import type { Shapes } from './shapes.ts';

interface Check {
  readonly check: string;
  readonly ok: boolean | null;
  readonly detail: string;
  readonly forgedBy?: string | null;
}

/** A line a check. */
export const tellChecks = (checks: readonly Check[]): string =>
  checks
    .map(
      ({ check, ok, detail, forgedBy }) =>
        `${ok === null ? 'n/a ' : ok ? 'ok  ' : 'FAIL'}  ${terminalSafe(check)}: ${terminalSafe(detail)}${toForge(forgedBy)}\n`,
    )
    .join('');

const toForge = (forgedBy: string | null | undefined): string =>
  forgedBy === null || forgedBy === undefined ? '' : ` (to forge it takes ${forgedBy})`;

/** Incidents without a fault take a line each. */
export function tellStore({ ok, incidents, checks }: Shapes['verify-store']): string {
  const of = (incident: string | null) => checks.filter((check) => check.incident === incident);
  const names = [...new Set(checks.flatMap(({ incident }) => incident ?? []))];
  const told = names.map((incident) => {
    const own = of(incident);
    if (own.every((check) => check.ok !== false)) {
      const detail = (id: string): string => own.find(({ check }) => check === id)?.detail ?? '';
      return `ok    ${terminalSafe(`${incident}: ${detail('ledger.chain')}; ${detail('evidence.blobs')}`)}\n`;
    }
    return `${terminalSafe(incident)}\n${tellChecks(own)}`;
  });
  const compared = checks.some(({ check, ok: agrees }) => check === 'checkpoints.given' && agrees !== null);
  const verdict = ok ? `${incidents} incidents, nothing contradicts their ledgers` : 'SOMETHING WAS CHANGED';
  return `${tellChecks(of(null))}${told.join('')}${verdict}\n${compared ? '' : UNCOMPARED}`;
}

const UNCOMPARED =
  'No checkpoint from elsewhere was given: who can change store and folder can have rewritten both. Give --checkpoint or --pack.\n';
