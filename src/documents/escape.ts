import { visible } from '../domain/visible.ts';

const HTML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Text for HTML content and quoted attribute values. */
export const htmlText = (text: string): string =>
  visible(text).replace(/[&<>"'`]/g, (character) => HTML_ENTITIES[character] ?? character);

/** Markdown's own characters, wherever they stand. */
const MARKDOWN_ACTIVE = /[\\`*_[\]<>&|~#$!]/g;
/** Would make a list, a heading or a rule at the start of a line. */
const MARKDOWN_LINE_START = /^(?:[-+=]|\d+(?=[.)](?:\s|$)))/;
/** What GitHub and others turn into links and mentions without any markup, even when escaped. */
const MARKDOWN_AUTOLINK = /:\/\/|@|(?:www|mailto|xmpp)(?=[.:])/gi;

/**
 * One line of Markdown prose (CommonMark and GitHub's): never a link, image, heading, list, table cell border
 * or HTML. What would be linked without markup is cut by a code span, which no renderer links through.
 */
export function markdownText(text: string): string {
  const line = visible(text).replace(/\s+/g, ' ').trim();
  let escaped = '';
  let from = 0;
  for (const match of line.matchAll(MARKDOWN_AUTOLINK)) {
    escaped += markdownInert(line.slice(from, match.index));
    escaped += `\`${match[0]}\``;
    from = match.index + match[0].length;
  }
  escaped += markdownInert(line.slice(from));
  return escaped.replace(MARKDOWN_LINE_START, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}

const markdownInert = (text: string): string => text.replace(MARKDOWN_ACTIVE, (active) => `\\${active}`);

/** A code span whose fence is longer than any run of backticks in it; pipes are safe inside a table. */
export function markdownCode(text: string): string {
  const line = visible(text).replace(/\s+/g, ' ').trim().replaceAll('|', '\\|');
  if (line === '') return '';
  const longest = Math.max(0, ...Array.from(line.matchAll(/`+/g), (run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A CSS string token. All but letters, digits and spaces stand as escapes, so it cannot end its style element. */
export const cssString = (text: string): string =>
  `"${visible(text)
    .replace(/\s+/g, ' ')
    .replace(/[^A-Za-z0-9 ]/gu, (character) => `\\${(character.codePointAt(0) ?? 0).toString(16)} `)}"`;
