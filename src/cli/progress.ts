import { terminalSafe } from '../domain/visible.ts';
import type { Terminal } from './terminal.ts';

export interface Progress {
  /** `share` from 0 to 1, or null while the end is not known. */
  show(label: string, share: number | null, detail: string): void;
  /** Clears what was drawn. */
  end(): void;
}

const REDRAW_MS = 100;
const BAR_WIDTH = 24;

/** A line a label on a terminal, redrawn in place; nothing at all in a pipe. */
export function progress(terminal: Terminal, nowMs: () => number): Progress {
  if (!terminal.interactive) return { show: () => undefined, end: () => undefined };
  const lines = new Map<string, string>();
  let drawn = 0;
  let drawnAtMs = Number.NEGATIVE_INFINITY;
  const clear = (): string => (drawn === 0 ? '' : `\u001b[${drawn}F\u001b[0J`);
  return {
    show(label, share, detail) {
      lines.set(label, line(label, share, detail, terminal.columns));
      if (nowMs() - drawnAtMs < REDRAW_MS && share !== 1) return;
      drawnAtMs = nowMs();
      terminal.stderr.write(`${clear()}${[...lines.values()].join('\n')}\n`);
      drawn = lines.size;
    },
    end() {
      terminal.stderr.write(clear());
      drawn = 0;
      lines.clear();
    },
  };
}

function line(label: string, share: number | null, detail: string, columns: number): string {
  const filled = Math.round((share ?? 0) * BAR_WIDTH);
  const bar = share === null ? '·'.repeat(BAR_WIDTH) : '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
  const percent = share === null ? '    ' : `${String(Math.floor(share * 100)).padStart(3)}%`;
  return terminalSafe(`${label.padEnd(14)} ${bar} ${percent} ${detail}`).slice(0, columns - 1);
}
