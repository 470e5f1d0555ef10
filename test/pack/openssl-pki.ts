import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Runs openssl in a folder; throws with what it said. */
export const opensslIn =
  (folder: string) =>
  (...args: readonly string[]): string =>
    execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** A root, an authority under it and a signer under that, by openssl: `root`, `ca`, `signer`, `.key` and `.pem` each. */
export async function opensslPki(folder: string): Promise<void> {
  const openssl = opensslIn(folder);
  const at = (name: string): string => join(folder, name);
  await writeFile(
    at('ca.ext'),
    'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n',
  );
  await writeFile(
    at('signer.ext'),
    'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n',
  );
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const request = (name: string): void => {
    openssl('req', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=Test ${name}`);
  };
  const issue = (name: string, by: readonly string[], extensions: string): void => {
    const to = ['-req', '-in', `${name}.csr`, '-out', `${name}.pem`, '-days', '3650', '-sha256'];
    openssl('x509', ...to, ...by, '-extfile', extensions);
  };
  for (const name of ['root', 'ca', 'signer']) request(name);
  issue('root', ['-key', 'root.key'], 'ca.ext');
  issue('ca', ['-CA', 'root.pem', '-CAkey', 'root.key', '-set_serial', '2'], 'ca.ext');
  issue('signer', ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-set_serial', '3'], 'signer.ext');
  const [ca, root] = [await readFile(at('ca.pem')), await readFile(at('root.pem'))];
  await writeFile(at('chain.pem'), Buffer.concat([ca, root]));
  await writeFile(at('backwards.pem'), Buffer.concat([root, ca]));
}
