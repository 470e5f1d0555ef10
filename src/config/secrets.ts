import { resolve } from 'node:path';
import { readRegularSync } from '#platform/regular-file';
import { messageOf } from '../domain/errors.ts';

/** Refuses a field of the file, with its line. */
export type Refuse = (field: readonly PropertyKey[], message: string, mend: string) => never;

/** Deeper than any setting of any source. */
const DEPTH_MAX = 16;

/** Fields whose text may come from a file: everything else that starts with `file:` is a location. */
const SECRET_FIELDS = new Set(['masterKey', 'bearerToken']);
const SECRET_PATHS = new Set(['seal.key', 'seal.certificate', 'seal.passphrase', 'seal.signingKey']);
const WEBHOOK_SECRET =
  /^(?:record\.deliver\.\d+\.secret|webhooks\.(?:pagerduty\.secrets\.\d+|alertmanager\.basicAuth\.password))$/;
const PROBE_TOKEN = /^probes\.targets\.\d+\.token$/;

const isSecret = (field: readonly PropertyKey[], value: string): boolean =>
  SECRET_FIELDS.has(String(field.at(-1))) ||
  WEBHOOK_SECRET.test(field.join('.')) ||
  PROBE_TOKEN.test(field.join('.')) ||
  (SECRET_PATHS.has(field.join('.')) && !(field.join('.') === 'seal.key' && value.startsWith('kms:')));

/** A value with what `${NAME}` and `file:PATH` stand for put in; a secret that is written out is refused. */
export function resolveSecrets(
  value: unknown,
  field: readonly PropertyKey[],
  base: string,
  env: Readonly<Record<string, string | undefined>>,
  refuse: Refuse,
): unknown {
  if (field.length > DEPTH_MAX) {
    return refuse(field.slice(0, 1), 'is nested without end', 'write out what the aliases stand for');
  }
  if (typeof value === 'string') {
    const secret = isSecret(field, value);
    if (secret && value.startsWith('file:')) {
      const path = resolve(base, value.slice('file:'.length));
      try {
        return readRegularSync(path).toString('utf8').trim();
      } catch (cause) {
        return refuse(field, `${path} cannot be read: ${messageOf(cause)}`, 'make the file readable');
      }
    }
    if (secret && !/^\$\{\w+\}$/.test(value)) {
      return refuse(
        field,
        'a secret does not belong into the file',
        'put it into the environment and write ${NAME} here, or write file:PATH',
      );
    }
    return value.replace(
      /\$\{(\w+)\}/g,
      (_, variable: string) =>
        env[variable] ??
        refuse(
          field,
          `the environment variable ${variable} is not set`,
          `set ${variable}, or write file:PATH`,
        ),
    );
  }
  if (Array.isArray(value)) {
    return value.map((member, index) => resolveSecrets(member, [...field, index], base, env, refuse));
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [
        key,
        resolveSecrets(member, [...field, key], base, env, refuse),
      ]),
    );
  }
  return value;
}
