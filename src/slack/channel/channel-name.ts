import type { Incident } from '../../domain/incident.ts';

/** https://docs.slack.dev/reference/methods/conversations.create#naming */
const NAME_CHARS_MAX = 80;
const SUFFIX_CHARS = 3;

/** Fills `{year}`, `{number}` and `{slug}` of a pattern; only what Slack allows in a name is left. */
export function channelName(pattern: string, { id, title }: Pick<Incident, 'id' | 'title'>): string {
  const [, year = '', number = ''] = id.split('-');
  const filled = pattern
    .replaceAll('{year}', year)
    .replaceAll('{number}', number)
    .replaceAll('{slug}', () => slug(title));
  return slug(filled)
    .slice(0, NAME_CHARS_MAX - SUFFIX_CHARS)
    .replace(/[-_]+$/, '');
}

/** What is sure to be taken: lower-case Latin letters without accents, and digits, parted by hyphens. */
const slug = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^-+|-+$/g, '');
