/** How a test says that it did without an outside tool: the tool's name follows. */
export const SKIPPED = 'outside check left out, not installed: ';

/** Of the events of https://nodejs.org/api/test.html#class-testsstream. */
interface Reported {
  readonly type: string;
  readonly data: object | undefined;
}

/** Says at the end how many checks by outside tools were left out, and for want of which. */
// biome-ignore lint/style/noDefaultExport: node --test takes a reporter so.
export default async function* outsideReporter(events: AsyncIterable<Reported>): AsyncGenerator<string> {
  const counts = new Map<string, number>();
  for await (const { type, data } of events) {
    if (type !== 'test:diagnostic' || data === undefined || !('message' in data)) continue;
    const message = String(data.message);
    if (!message.startsWith(SKIPPED)) continue;
    const tool = message.slice(SKIPPED.length);
    counts.set(tool, (counts.get(tool) ?? 0) + 1);
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const which = [...counts].map(([tool, count]) => `${tool} ${count}`).join(', ');
  yield `outside checks left out: ${total}${total === 0 ? '' : ` (${which})`}\n`;
}
