import { runCommandLine } from './cli/entry.ts';

process.exitCode = await runCommandLine(process.argv.slice(2));
