import { Certificate } from 'pkijs';
import { ed25519Verifier, type X509Certificate } from '#platform/crypto';
import { attempt } from './attempt.ts';

/** Whether a certificate issued another one, by name and signature. */
export async function issued(issuer: X509Certificate, certificate: X509Certificate): Promise<boolean> {
  const [above, below] = [issuer, certificate].map(({ raw }) => Certificate.fromBER(Uint8Array.from(raw)));
  if (!above || !below?.issuer.isEqual(above.subject)) return false;
  const valid = below.signatureAlgorithm.algorithmId === ED25519 ? byEd25519 : byPkijs;
  return (await attempt(() => valid(below, above))) === true;
}

const ED25519 = '1.3.101.112';

const byPkijs = (below: Certificate, above: Certificate): Promise<boolean> => below.verify(above);

/** RFC 8410, which pkijs does not know. */
function byEd25519(below: Certificate, { subjectPublicKeyInfo }: Certificate): boolean {
  if (subjectPublicKeyInfo.algorithm.algorithmId !== ED25519) return false;
  const raw = Buffer.from(subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView);
  return ed25519Verifier(raw)(below.tbsView, below.signatureValue.valueBlock.valueHexView);
}
