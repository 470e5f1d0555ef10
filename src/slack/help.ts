import type { Verb } from './command.ts';

const USAGE: Readonly<
  Record<Verb, { readonly line: string; readonly does: string; readonly example: string }>
> = {
  start: {
    line: 'start [title] [since 2h | from T to T] [sev1..4] [service NAME …]',
    does: 'opens an incident in this channel, posts its card and collects from all sources. Without a window it looks at the last hour. Put the title in quotes when it ends like an option.',
    example: '/rca start Elevated 5xx on search since 2h sev2 service search-api',
  },
  status: {
    line: 'status',
    does: 'posts the card: state, window, phases, sources and how complete they are, gaps, gates, what is missing.',
    example: '/rca status',
  },
  note: {
    line: 'note TEXT [at T] [phase NAME]',
    does: 'puts a human entry on the timeline and echoes it here. T is ISO 8601 with a zone; without it the note is about now. A phase (started, detected, acknowledged, mitigated, resolved) is placed there.',
    example: '/rca note WAF switched from count to block at 2026-01-27T10:00:00Z',
  },
  pack: {
    line: 'pack',
    does: 'renders the evidence pack and uploads the PDF to this channel, with its version and digest.',
    example: '/rca pack',
  },
  help: { line: 'help [verb]', does: 'this text, or one command in detail.', example: '/rca help start' },
};

/** For mrkdwn: fixed text of ours, nothing of foreign origin. */
export function helpText(about: Verb | null): string {
  if (about === null) {
    const lines = Object.values(USAGE).map(({ line }) => `• \`/rca ${line}\``);
    return [...lines, 'More on one of them: `/rca help start`'].join('\n');
  }
  const { line, does, example } = USAGE[about];
  return `\`/rca ${line}\` ${does}\nExample: \`${example}\``;
}
