import { RcaError } from '../../src/domain/errors.ts';
import { openDatabase } from '../../src/evidence/database.ts';

/** Opens the store named, prints `open` or the error's code, and keeps it until its input ends. */
const [url = '', migrationUrl] = process.argv.slice(2);
const onFault = (cause: unknown) => {
  throw cause;
};
try {
  const database = await openDatabase(
    url,
    migrationUrl === undefined ? { onFault } : { onFault, migrationUrl },
  );
  process.stdout.write('open\n');
  for await (const _ of process.stdin);
  await database.close();
} catch (cause) {
  if (!(cause instanceof RcaError)) throw cause;
  process.stdout.write(`${cause.code}\n`);
}
process.stdin.destroy();
