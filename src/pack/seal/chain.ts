import type { X509Certificate } from '#platform/crypto';
import { attempt } from './attempt.ts';
import { type CertificateFacts, factsOf } from './certificate-facts.ts';
import { issued } from './issuer.ts';
import { pathProblems, type Role } from './path-policy.ts';
import { certificateName } from './signer-name.ts';

/** How a certificate leads to a root. */
export interface Chain {
  /** Its own first, the root last; empty when there is no way. */
  readonly path: readonly CertificateFacts[];
  /** Why it is not relied on; none when it is. */
  readonly problems: readonly string[];
}

const PATH_LENGTH_MAX = 8;
/** Signatures that are looked at before it is given up: who makes certificates can make them vouch for one another. */
const STEPS_MAX = 256;

/**
 * The first way from the first certificate to a root on which nothing is wrong at that time. Where there is none,
 * what is wrong with the one that has the least.
 */
export async function chainTo(
  roots: readonly X509Certificate[],
  certificates: readonly X509Certificate[],
  role: Role,
  at: Date,
): Promise<Chain> {
  const [own] = certificates;
  if (own === undefined) return { path: [], problems: ['there is no certificate'] };
  let best: Chain = {
    path: [],
    problems: [`${certificateName(own)} does not lead to the given root at ${at.toISOString()}`],
  };
  let found = false;
  const known = distinct([...roots, ...certificates]);
  for await (const way of waysTo(roots, known, [own], { steps: STEPS_MAX })) {
    const path = await attempt(() => way.map(factsOf));
    const problems =
      path === undefined
        ? [`a certificate that ${certificateName(own)} leads to cannot be read`]
        : pathProblems(path, role, at);
    if (problems.length === 0) return { path: path ?? [], problems };
    if (!found || problems.length < best.problems.length) best = { path: path ?? [], problems };
    found = true;
  }
  return best;
}

/** Every way from the end of a path to a root, without coming back to where it was. */
async function* waysTo(
  roots: readonly X509Certificate[],
  known: readonly X509Certificate[],
  path: readonly [X509Certificate, ...X509Certificate[]],
  left: { steps: number },
): AsyncGenerator<readonly X509Certificate[]> {
  const last = path[path.length - 1] ?? path[0];
  if (has(roots, last)) yield path;
  if (has(roots, last) || path.length === PATH_LENGTH_MAX) return;
  for (const one of known) {
    if (has(path, one)) continue;
    if (left.steps === 0) return;
    left.steps -= 1;
    if (await issued(one, last)) yield* waysTo(roots, known, [...path, one], left);
  }
}

const has = (list: readonly X509Certificate[], { raw }: X509Certificate): boolean =>
  list.some((one) => one.raw.equals(raw));

const distinct = (list: readonly X509Certificate[]): readonly X509Certificate[] =>
  list.filter((one, index) => list.findIndex(({ raw }) => raw.equals(one.raw)) === index);

/** The first of these certificates, who issued it, and so on up to a root or as far as it goes. */
export async function pathOf(
  roots: readonly X509Certificate[],
  certificates: readonly X509Certificate[],
): Promise<readonly X509Certificate[]> {
  const path: X509Certificate[] = certificates.slice(0, 1);
  for (let last = path[0]; last !== undefined; ) {
    last = await issuerAmong([...roots, ...certificates], last, path);
    if (last !== undefined) path.push(last);
  }
  return path;
}

async function issuerAmong(
  known: readonly X509Certificate[],
  certificate: X509Certificate,
  path: readonly X509Certificate[],
): Promise<X509Certificate | undefined> {
  for (const one of known) {
    if (!has(path, one) && (await issued(one, certificate))) return one;
  }
  return undefined;
}
