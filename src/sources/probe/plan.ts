import { type PlannedProbe, type ProbeCheck, probeExpectations } from '../../domain/probe.ts';
import type { ProbeSettings } from './schema.ts';
import type { Credential } from './tokens.ts';

/** Sent without a token: what a firewall's rules are there to stop. */
const SQL_AT_THE_EDGE = "' OR '1'='1' -- ";

/**
 * Sent with a token: an unbalanced quote ends a statement that is put together from texts, and no firewall
 * should mind it, so that it reaches the application.
 */
const SQL_FOR_THE_APPLICATION = "rca'probe";

interface Recipe {
  readonly credential: Credential;
  readonly sql: string | null;
}

const RECIPES: Readonly<Record<ProbeCheck, Recipe>> = {
  authenticated: { credential: 'valid', sql: null },
  unauthenticated: { credential: 'none', sql: null },
  'disallowed-origin': { credential: 'valid', sql: null },
  sqli: { credential: 'none', sql: SQL_AT_THE_EDGE },
  'sqli-authenticated': { credential: 'valid', sql: SQL_FOR_THE_APPLICATION },
  'token-malformed': { credential: 'malformed', sql: null },
  'token-unsigned': { credential: 'unsigned', sql: null },
  'token-expired': { credential: 'expired', sql: null },
};

/** Checks that say nothing without a token that the target takes. */
const NEEDS_TOKEN: ReadonlySet<ProbeCheck> = new Set(['authenticated', 'sqli-authenticated']);

/** What would be sent for the checks of a target, in order; `skipped` are those that its settings do not allow. */
export function planOf(settings: ProbeSettings): {
  readonly planned: readonly PlannedProbe[];
  readonly skipped: readonly ProbeCheck[];
} {
  const { checks, token } = settings;
  const skipped = token === undefined ? checks.filter((check) => NEEDS_TOKEN.has(check)) : [];
  const planned = checks
    .filter((check) => !skipped.includes(check))
    .map((check) => plannedOf(settings, check));
  return { planned, skipped };
}

function plannedOf(settings: ProbeSettings, check: ProbeCheck): PlannedProbe {
  const { name, method, allowedOrigin, disallowedOrigin, token } = settings;
  const recipe = RECIPES[check];
  const origin = check === 'disallowed-origin' ? disallowedOrigin : allowedOrigin;
  const url = urlOf(settings, recipe.sql);
  return {
    target: name,
    check,
    method,
    url,
    headers: {
      host: new URL(url).host,
      accept: 'application/json',
      // Bodies are judged and redacted as text.
      'accept-encoding': 'identity',
      connection: 'close',
      'user-agent': `rca-probe (${name}/${check})`,
      ...(origin === undefined ? {} : { origin }),
    },
    credential: recipe.credential === 'valid' && token === undefined ? 'none' : recipe.credential,
    expected: probeExpectations[check],
  };
}

/** The path is put behind the base as it is, so that nothing in it can name another host. */
function urlOf({ url, path, parameter }: ProbeSettings, sql: string | null): string {
  const target = new URL(`${url.replace(/\/+$/, '')}${path}`);
  if (sql !== null) target.searchParams.set(parameter, sql);
  return target.href;
}
