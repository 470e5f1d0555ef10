import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type Admit, type Answer, garbage } from './options.ts';

export const searchPath = '/api/v1/search';
/** The only one that the shop lets in. */
export const allowedOrigin = 'https://shop.example';

/** Signs the shop's tokens; what is signed with it opens nothing but this server. */
const KEY = 'the-key-of-the-recorded-shop';
const HOUR_S = 3_600;

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const signatureOf = (signed: string): Buffer => createHmac('sha256', KEY).update(signed).digest();

/** A token that the shop takes for an hour. https://www.rfc-editor.org/rfc/rfc7515#appendix-A.1 */
export function shopToken(nowMs: number): string {
  const nowS = Math.floor(nowMs / 1_000);
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: 'probe', iat: nowS, exp: nowS + HOUR_S })}`;
  return `${signed}.${signatureOf(signed).toString('base64url')}`;
}

/** Whether a request is for the shop: its search stands where no other service of the recording has a path. */
export const isForShop = (url: string): boolean => url === searchPath || url.startsWith(`${searchPath}?`);

/** What a firewall in block mode stops: a quote that goes on as a condition, or a comment. */
const SQL_INJECTION = /'\s*(?:or|and|union)\s|--\s/i;

/** The shop's search as it answers after the incident: behind the firewall in block mode, with bound parameters. */
export function shop(nowMs: () => number) {
  return (
    method: string,
    url: string,
    headers: Pick<IncomingHttpHeaders, 'authorization' | 'origin'>,
    admit: Admit,
  ): Answer => {
    const { authorization, origin } = headers;
    const query = new URL(url, 'http://shop').searchParams.get('q') ?? '';
    const fault = admit('search', { method, query });
    if (fault !== null) return faulty(fault);
    if (SQL_INJECTION.test(query)) {
      return {
        status: 403,
        contentType: 'text/html',
        body: '<html><h1>403 Forbidden</h1></html>',
        headers: { server: 'awselb/2.0' },
      };
    }
    if (origin !== undefined && origin !== allowedOrigin) return json(403, { error: 'origin not allowed' });
    const cors = origin === undefined ? {} : { 'access-control-allow-origin': origin, vary: 'Origin' };
    if (!isTaken(authorization, nowMs())) {
      return json(401, { error: 'unauthorized' }, { ...cors, 'www-authenticate': 'Bearer realm="shop"' });
    }
    const items = query.includes("'") ? [] : [{ sku: 'lamp-01', name: 'Desk lamp' }];
    return json(200, { items, total: items.length }, { ...cors, ...limits });
  };
}

/** https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers */
const limits = { 'ratelimit-policy': '"default";q=100;w=60', ratelimit: '"default";r=99;t=60' };

const json = (status: number, body: object, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify(body),
  headers,
});

function isTaken(authorization: string | undefined, nowMs: number): boolean {
  const [header, claims, signature, ...rest] = (authorization ?? '').replace(/^Bearer /, '').split('.');
  if (header === undefined || claims === undefined || signature === undefined || rest.length > 0)
    return false;
  if (header !== part({ alg: 'HS256', typ: 'JWT' })) return false;
  const [given, made] = [Buffer.from(signature, 'base64url'), signatureOf(`${header}.${claims}`)];
  if (given.length !== made.length || !timingSafeEqual(given, made)) return false;
  const { exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { exp: number };
  return exp * 1_000 > nowMs;
}

function faulty(fault: NonNullable<ReturnType<Admit>>): Answer {
  switch (fault) {
    case 'drop':
    case 'hang':
      return fault;
    case 'garbage':
      return garbage;
    case 'deny':
      return json(403, { error: 'forbidden' });
    case 'throttle':
      return json(429, { error: 'too many requests' });
    case 'fail':
      return json(500, { error: 'internal error' });
  }
}
