import { Certificate, CertificateChainValidationEngine } from 'pkijs';
import type { X509Certificate } from '#platform/crypto';
import { attempt } from './attempt.ts';
import { issued } from './issuer.ts';

/** Whether the first of these certificates leads to a root over the others, all of them valid at that time. */
export const leadsTo = async (
  roots: readonly X509Certificate[],
  certificates: readonly X509Certificate[],
  at: Date,
): Promise<boolean> =>
  (await attempt(async () => {
    const [own] = certificates;
    if (own !== undefined && roots.some(({ raw }) => raw.equals(own.raw))) {
      return at >= own.validFromDate && at <= own.validToDate;
    }
    const read = (list: readonly X509Certificate[]): Certificate[] =>
      list.map(({ raw }) => Certificate.fromBER(raw));
    const engine = new CertificateChainValidationEngine({
      trustedCerts: read(roots),
      certs: read(certificates).toReversed(),
      checkDate: at,
    });
    return (await engine.verify()).result;
  })) === true;

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
    if (!path.some(({ raw }) => raw.equals(one.raw)) && (await issued(one, certificate))) return one;
  }
  return undefined;
}
