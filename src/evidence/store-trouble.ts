import { messageOf, outsideError, RcaError, userError } from '../domain/errors.ts';

const CONNECTION = /^(08|57P0|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)/;
const LOGIN = /^28/;
const CONNECTION_MESSAGE =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error/i;

/** Classes of our own, which the owner's functions and triggers raise. */
const REFUSALS: Readonly<
  Record<string, { readonly code: string; readonly told?: string; readonly mend: string }>
> = {
  RCA01: {
    code: 'INCIDENT_DESTROYED',
    mend: 'its record and certificate are still there: rca record INCIDENT',
  },
  RCA02: {
    code: 'HOLD_STANDS',
    told: ': nothing is destroyed',
    mend: 'see the hold with rca record INCIDENT; who may release it does so with rca hold release',
  },
  RCA03: { code: 'DESTRUCTION_NOT_BEGUN', mend: 'begin it with: rca destroy INCIDENT' },
  RCA04: {
    code: 'LEDGER_BROKEN',
    told: ': nothing is destroyed',
    mend: 'see what is wrong with: rca verify --store',
  },
  RCA05: {
    code: 'ROW_UNTOLD',
    mend: 'nothing was stored; see what the store holds with: rca verify --store',
  },
  RCA06: {
    code: 'RETENTION_STANDS',
    told: ', by the database: nothing is destroyed',
    mend: 'rca retention lists what is due; the owner of the database sets its periods (docs/record.md)',
  },
  RCA07: {
    code: 'DESTRUCTION_NOT_REQUESTED',
    mend: 'one account runs rca destroy INCIDENT --request, another confirms',
  },
  RCA08: { code: 'SAME_ACCOUNT', mend: 'another account confirms: rca destroy INCIDENT --confirm INCIDENT' },
  RCA09: {
    code: 'ROW_SETTLED',
    mend: 'nothing was changed; see what the store holds with: rca verify --store',
  },
  RCA10: {
    code: 'ENTRY_REFUSED',
    mend: 'nothing was stored; see what the store holds with: rca verify --store',
  },
};

/**
 * What a failing database call means to a person; errors that are nobody's but ours come back as they are.
 * Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function storeTrouble(cause: unknown, where: string): unknown {
  if (cause instanceof RcaError) return cause;
  const root = rootOf(cause);
  const code = codeOf(root);
  if (CONNECTION.test(code) || CONNECTION_MESSAGE.test(messageOf(root))) {
    return outsideError(
      {
        code: 'STORE_UNREACHABLE',
        message: `the database cannot be reached: ${messageOf(root) || code}`,
        where,
        mend: 'check store.url and that the server runs and accepts connections, then try again',
      },
      cause,
    );
  }
  if (LOGIN.test(code) || code === '3D000' || code === '42501') {
    return outsideError(
      {
        code: 'STORE_DENIED',
        message: `the database refuses: ${messageOf(root)}`,
        where,
        mend: 'check user, password and database in store.url, and the grants in db/roles.sql',
      },
      cause,
    );
  }
  const refusal = REFUSALS[code];
  if (refusal !== undefined) {
    const { code: name, told = '', mend } = refusal;
    return userError({ code: name, message: `${messageOf(root)}${told}`, where, mend }, cause);
  }
  return code === '53100' || NO_ROOM.has(code) ? storeFull(cause, where) : cause;
}

const NO_ROOM: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

const storeFull = (cause: unknown, where: string): RcaError =>
  outsideError(
    {
      code: 'STORE_FULL',
      message: 'the database has no room left; nothing of this step was stored',
      where,
      mend: 'free disk space, then repeat the step',
    },
    cause,
  );

/** What it means that the folder of the embedded database cannot be made or locked. */
export function folderTrouble(cause: unknown, where: string): unknown {
  if (cause instanceof RcaError || !(cause instanceof Error && 'syscall' in cause)) return cause;
  if (NO_ROOM.has(codeOf(cause))) return storeFull(cause, where);
  return outsideError(
    {
      code: 'STORE_UNWRITABLE',
      message: `the folder of the embedded database cannot be written: ${messageOf(cause)}`,
      where,
      mend: 'let store.url name a folder that this account may write to, on a disk that is not read-only',
    },
    cause,
  );
}

/** drizzle and Node wrap what the driver threw. */
function rootOf(cause: unknown): unknown {
  if (cause instanceof AggregateError && cause.errors.length > 0) return rootOf(cause.errors[0]);
  if (cause instanceof Error && cause.cause instanceof Error) return rootOf(cause.cause);
  return cause;
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
}
