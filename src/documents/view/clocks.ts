import { sourceClock, tellOffset } from '../../domain/clock.ts';
import type { EvidenceItem } from '../../domain/evidence-item.ts';

/** By which clock an item was taken in and how others stood to it, in sentences. */
export function clockWords(item: Pick<EvidenceItem, 'clockOffsetMs' | 'clocks' | 'sourceType'>): string {
  return [sourceWords(item), databaseWords(item.clocks)].join(' ');
}

function sourceWords({
  clockOffsetMs,
  sourceType,
}: Pick<EvidenceItem, 'clockOffsetMs' | 'sourceType'>): string {
  if (sourceType === 'import') return 'A file has no clock to compare ours with.';
  if (clockOffsetMs === null) return 'The source shows no clock.';
  const offset = tellOffset(sourceClock(clockOffsetMs));
  const whose = sourceType.startsWith('aws.')
    ? "AWS's clock, an authority apart from us,"
    : "The source's clock";
  return `${whose} was ${offset}, by the Date header of its answers.`;
}

function databaseWords(clocks: EvidenceItem['clocks']): string {
  if (clocks === undefined) return "The database's clock was not compared.";
  return clocks.database === null
    ? 'The database is embedded and runs on our clock.'
    : `The database's clock was ${tellOffset(clocks.database)}.`;
}
