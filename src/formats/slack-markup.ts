/** `<@U1>`, `<#C1|name>`, `<!here>`, `<https://x|label>`: https://docs.slack.dev/messaging/formatting-message-text */
const REFERENCE = /<([^<>|]*)(?:\|([^<>]*))?>/g;

const UNESCAPED: ReadonlyMap<string, string> = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
]);

/**
 * The text of a message as people read it. People stay account ids: a name is nothing that Slack's text holds for
 * sure. It is as hostile as before, and is neutralised where it is shown.
 */
export const messageText = (markup: string): string =>
  markup
    .replace(REFERENCE, (_whole, target: string, label?: string) => referred(target, label))
    .replace(/&(?:lt|gt|amp);/g, (entity) => UNESCAPED.get(entity) ?? entity);

function referred(target: string, label: string | undefined): string {
  if (target.startsWith('@')) return target;
  if (target.startsWith('#')) return label ? `#${label}` : target;
  if (target.startsWith('!')) return label ?? `@${target.slice(1).split('^', 1)[0]}`;
  const address = target.replace(/^mailto:/, '');
  return label === undefined || label === '' || label === address ? address : `${label} (${address})`;
}
