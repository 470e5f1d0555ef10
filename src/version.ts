import { readFileSync } from 'node:fs';

/** Of the package, as evidence items and documents bear it. */
export const version: string = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
