import { userError } from '../../domain/errors.ts';
import { type Severity, severities } from '../../domain/incident.ts';
import { parseDuration, parseInstant, type Window } from '../../domain/time.ts';
import type { StartArguments } from './start.ts';

type Options = Omit<StartArguments, 'title'>;

const NOTHING: Options = { window: null, severity: null, services: [] };

/**
 * `[title] [since 2h | from T to T] [sev1..4] [service …]`. Options stand at the end: the title is what comes
 * before the longest tail that is nothing but options, so that "errors from search" stays a title. A title in
 * quotes is taken as it is.
 */
export function parseStart(text: string, nowMs: number): StartArguments {
  const quoted = /^["“”](?<title>[^"“”]+)["“”](?<options>.*)$/su.exec(text)?.groups;
  if (quoted) {
    const words = split(quoted['options'] ?? '');
    const options = readOptions(words, nowMs, 'many');
    if (options === undefined) throw notOptions(words);
    return { title: (quoted['title'] ?? '').trim(), ...options };
  }
  const words = split(text);
  for (let titleWords = 0; titleWords <= words.length; titleWords++) {
    const options = readOptions(words.slice(titleWords), nowMs, titleWords === 0 ? 'many' : 'one');
    if (options !== undefined) {
      return { title: titleWords === 0 ? null : words.slice(0, titleWords).join(' '), ...options };
    }
  }
  return { title: text, ...NOTHING };
}

const split = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

function notOptions(words: readonly string[]): Error {
  return userError({
    code: 'START_OPTIONS_INVALID',
    message: `"${words.join(' ')}" after the title is not understood`,
    mend: 'write /rca start "Title" since 2h sev2 service search-api',
  });
}

/**
 * Undefined when a word is no option. Right after an unquoted title `service` takes one name, because the
 * words there may as well be the title's: "payment service is down".
 */
function readOptions(
  words: readonly string[],
  nowMs: number,
  servicesFirst: 'one' | 'many',
): Options | undefined {
  let options = NOTHING;
  let at = 0;
  while (at < words.length) {
    const found =
      severityAt(words, at) ??
      windowAt(words, at, nowMs) ??
      servicesAt(words, at, at === 0 ? servicesFirst : 'many');
    if (found === undefined) return undefined;
    const services = [...options.services, ...(found.options.services ?? [])];
    options = { ...options, ...found.options, services };
    at += found.words;
  }
  return options;
}

interface Found {
  readonly words: number;
  readonly options: Partial<Options>;
}

const isSeverity = (word: string): word is Severity => severities.some((severity) => severity === word);

function severityAt(words: readonly string[], at: number): Found | undefined {
  const severity = words[at]?.toLowerCase() ?? '';
  return isSeverity(severity) ? { words: 1, options: { severity } } : undefined;
}

const DURATION = /^\d+[a-z]$/i;
const INSTANT = /^\d{4}-|^\d{1,2}:\d{2}/;

/** Throws when a word is meant as a time and is none: nobody writes `since 14:00` into a title by chance. */
function windowAt(words: readonly string[], at: number, nowMs: number): Found | undefined {
  const [keyword, first = '', to, second = ''] = words.slice(at, at + 4).map((word) => word.toLowerCase());
  if (keyword === 'since' && DURATION.test(first)) {
    return found(2, { fromMs: nowMs - parseDuration(first, 'since'), toMs: nowMs });
  }
  if (keyword === 'since' && INSTANT.test(first)) {
    return found(2, { fromMs: parseInstant(first.toUpperCase(), 'since'), toMs: nowMs });
  }
  if (keyword === 'from' && to === 'to' && INSTANT.test(first) && INSTANT.test(second)) {
    return found(4, {
      fromMs: parseInstant(first.toUpperCase(), 'from'),
      toMs: parseInstant(second.toUpperCase(), 'to'),
    });
  }
  return undefined;
}

function found(words: number, window: Window): Found {
  if (window.toMs > window.fromMs) return { words, options: { window } };
  throw userError({
    code: 'WINDOW_INVALID',
    message: 'the window ends before it starts',
    mend: 'write from 2026-01-27T09:00:00Z to 2026-01-27T11:00:00Z, the earlier time first',
  });
}

const SERVICE = /^[\p{L}\p{N}][\p{L}\p{N}._/-]*$/u;
const KEYWORDS = new Set<string>(['since', 'from', 'to', 'service', ...severities]);

function servicesAt(words: readonly string[], at: number, howMany: 'one' | 'many'): Found | undefined {
  if (words[at]?.toLowerCase() !== 'service') return undefined;
  const services: string[] = [];
  let next = at + 1;
  while (next < words.length && (howMany === 'many' || next === at + 1)) {
    const word = words[next] ?? '';
    const names = word.split(',').filter((name) => name !== '');
    if (KEYWORDS.has(word.toLowerCase()) || !names.every((name) => SERVICE.test(name))) break;
    services.push(...names);
    next++;
  }
  return services.length === 0 ? undefined : { words: next - at, options: { services } };
}
