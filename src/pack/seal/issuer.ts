import { Certificate } from 'pkijs';
import type { X509Certificate } from '#platform/crypto';
import { attempt } from './attempt.ts';

/** Whether a certificate issued another one, by name and signature. */
export async function issued(issuer: X509Certificate, certificate: X509Certificate): Promise<boolean> {
  const [above, below] = [issuer, certificate].map(({ raw }) => Certificate.fromBER(Uint8Array.from(raw)));
  if (!above || !below?.issuer.isEqual(above.subject)) return false;
  return (await attempt(() => below.verify(above))) === true;
}
