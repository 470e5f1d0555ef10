import { RcaError } from '../../src/domain/errors.ts';
import { lockDirectory } from '../../src/evidence/directory-lock.ts';

/** Each line of input is a try to lock the directory named; prints `held` or the error's code, and never releases. */
const [directory = ''] = process.argv.slice(2);
process.stdout.write('ready\n');
for await (const _ of process.stdin) {
  const said = await lockDirectory(directory).then(
    () => 'held',
    (cause: unknown) => (cause instanceof RcaError ? cause.code : String(cause)),
  );
  process.stdout.write(`${said}\n`);
}
