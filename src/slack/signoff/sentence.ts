import { userError } from '../../domain/errors.ts';
import { type DocumentKind, documentKinds } from '../../domain/signed-documents.ts';
import { roleSchema } from '../../domain/signoff.ts';

/** What stands after `/rca signoff`, or what a button of a request stands for. */
export type SignoffSentence =
  | { readonly do: 'list' }
  | { readonly do: 'request'; readonly role: string; readonly document: DocumentKind }
  | { readonly do: 'approve'; readonly id: string; readonly reason: string | null }
  | { readonly do: 'reject'; readonly id: string; readonly reason: string }
  | { readonly do: 'revoke'; readonly id: string; readonly reason: string };

const EXAMPLES = {
  request: '/rca signoff request security',
  approve: '/rca signoff approve S-0001',
  reject: '/rca signoff reject S-0001 The gap of the WAF log is not explained',
  revoke: '/rca signoff revoke S-0002 Read the wrong version',
} as const;

/** Reads it; throws `SIGNOFF_UNREADABLE` with an example. */
export function parseSignoff(argument: string): SignoffSentence {
  const [word = 'list', ...rest] = argument.split(/\s+/).filter((each) => each !== '');
  const what = word.toLowerCase();
  if (what === 'list' && rest.length === 0) return { do: 'list' };
  if (what === 'request') return request(rest);
  if (what !== 'approve' && what !== 'reject' && what !== 'revoke') {
    throw unreadable(`"${word}" is nothing that a sign-off knows`, Object.values(EXAMPLES).join(', '));
  }
  const [id = '', ...words] = rest;
  if (!/^S-\d{4,}$/i.test(id)) {
    throw unreadable(`${what} names a sign-off by its id`, EXAMPLES[what]);
  }
  const reason = words.length === 0 ? null : words.join(' ');
  if (what === 'approve') return { do: what, id: id.toUpperCase(), reason };
  if (reason === null) throw unreadable(`${what} needs a reason`, EXAMPLES[what]);
  return { do: what, id: id.toUpperCase(), reason };
}

function request([role = '', document = 'evidence-pack', ...more]: readonly string[]): SignoffSentence {
  const asked = document === 'pack' ? 'evidence-pack' : document.toLowerCase();
  const kind = documentKinds.find((each) => each === asked);
  if (!roleSchema.safeParse(role).success) throw unreadable('a request names a role', EXAMPLES.request);
  if (kind === undefined || more.length > 0) {
    throw unreadable('behind the role stands pack or rca, or nothing', `${EXAMPLES.request} rca`);
  }
  return { do: 'request', role, document: kind };
}

const unreadable = (message: string, example: string) =>
  userError({ code: 'SIGNOFF_UNREADABLE', message, mend: `write ${example}` });
