import { createHash, X509Certificate } from '#platform/crypto';
import { checkCertificate, checkChain } from '../../../src/pack/checks/chain-checks.ts';
import { certificatesIn } from '../../../src/pack/seal/certificates.ts';
import { readSignerPolicy, signerNamed } from '../../../src/pack/seal/signer-rules.ts';
import { readTimestamp } from '../../../src/pack/seal/timestamp.ts';
import { AT, DATA, type Row } from './rows.ts';

/** Reads a file of the table. */
export type Read = (name: string) => Promise<Buffer>;

/** Why the program refuses what a row has; empty: it accepts it. Runs in Node, and as a browser would. */
export async function refusal(row: Row, read: Read): Promise<string> {
  const { chain, root = 'root', at = AT, signers = [], policy, token, id } = row;
  const pem = async (name: string): Promise<string> => (await read(`${name}.pem`)).toString('utf8');
  const certificates = async (names: readonly string[]) =>
    certificatesIn((await Promise.all(names.map(pem))).join('')) ?? [];
  const trust = {
    roots: root === '' ? undefined : await certificates([root]),
    rules: [
      ...(await Promise.all(signers.map((value) => ruleFor(value, pem)))),
      ...(policy === undefined ? [] : readSignerPolicy(JSON.stringify(policy), id)),
    ],
    lists: [],
    now: new Date(at),
  };
  const [own, ...issuers] = await certificates(token === undefined ? chain : ['plain']);
  if (own === undefined) throw new Error(`${id} has no certificate`);
  const signature = { certificates: [own, ...issuers], signature: Buffer.alloc(0), token: null } as const;
  const timestamp = token && (await readTimestamp(await read(`${id}.tst`), DATA));
  if (token !== undefined && timestamp === undefined) return 'missing or not valid';
  const timestamps = new Map(timestamp === undefined ? [] : [['the timestamp', timestamp]]);
  const { check, signing } = await checkChain(trust, signature, timestamps);
  const certificate = await checkCertificate(trust, signature, signing);
  return [
    ...(timestamp?.problems ?? []),
    ...[check, certificate].flatMap(({ ok, detail }) => (ok === false ? [detail] : [])),
  ].join('; ');
}

async function ruleFor(value: string, pem: (name: string) => Promise<string>) {
  const name = /^<(.*)>$/.exec(value)?.[1];
  const given =
    name === undefined
      ? value
      : createHash('sha256')
          .update(new X509Certificate(await pem(name)).raw)
          .digest('hex');
  const rule = signerNamed(given);
  if (rule === undefined) throw new Error(`${value} names nobody`);
  return rule;
}
