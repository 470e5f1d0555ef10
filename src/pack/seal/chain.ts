import { Certificate, CertificateChainValidationEngine } from 'pkijs';
import type { X509Certificate } from '#platform/crypto';
import { attempt } from './attempt.ts';

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
