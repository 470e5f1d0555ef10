import type { Fact, Reading, Unread } from '../record.ts';
import { factsOr, notCovered, routine } from '../record.ts';
import type { CatalogueEntry } from './catalogue/entry.ts';
import { meaningOf } from './catalogue/index.ts';
import { refine } from './details.ts';
import { factOf, serviceOf, type TrailEvent } from './event.ts';
import { textAt, textsAt } from './places.ts';
import { readSignIn } from './sign-in.ts';
import { readWebAclUpdate } from './waf.ts';
import { isService } from './who.ts';

const INSIGHT = 'AwsCloudTrailInsight';

/** What one event says: by what it is, by whether it was refused, by the catalogue. */
export function readTrailEvent(event: TrailEvent): Reading {
  if (event.record['eventType'] === INSIGHT) return [insightFact(event)];
  if (event.source === 'signin.amazonaws.com' && event.name === 'ConsoleLogin') return readSignIn(event);
  const found = meaningOf(event.source, event.name);
  const meaning = found === null ? null : refine(event, found);
  if (event.error !== undefined) return readError(event, meaning);
  if (meaning === null) return notCovered(`${serviceOf(event)} ${event.name}`);
  if (event.source === 'wafv2.amazonaws.com' && event.name === 'UpdateWebACL') return readWebAclUpdate(event);
  return factsOr(factsOf(event, meaning), routineOf(event));
}

const routineOf = (event: TrailEvent): Unread => routine(`${serviceOf(event)} ${event.name}`);

const DATA_MAX = 50;

function factsOf(
  event: TrailEvent,
  { kind, what, subject, undoes, values, places, flags }: CatalogueEntry,
): readonly Fact[] {
  if (kind === null) return [];
  // What services do for themselves goes on all day; what they do to others' things is told.
  if (isService(event) && (kind === 'api.called' || kind === 'session.started')) return [];
  const placed = Object.entries(places).map(([name, where]) => [name, textAt(event, where)] as const);
  const told = (resource: string | undefined): Fact =>
    factOf(event, kind, what === '' ? `${serviceOf(event)} ${event.name}` : what, {
      'resource.id': resource,
      'event.undoes': undoes.length > 0 ? undoes : undefined,
      ...values,
      ...Object.fromEntries(placed),
      ...flags,
    });
  if (kind !== 'data.read') return [told(textAt(event, subject))];
  const read = textsAt(event, subject).slice(0, DATA_MAX);
  return read.length === 0 ? [told(undefined)] : read.map(told);
}

/** For want of a right, or of a credential that counts. */
const REFUSED =
  /AccessDenied|Unauthori[sz]ed|NotAuthori[sz]ed|Forbidden|OptInRequired|NotSignedUp|AccountProblem|IDPRejectedClaim|ExplicitDeny/i;
/** The credential itself was refused, whatever was asked for with it. */
const CREDENTIAL_REFUSED =
  /InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken|UnrecognizedClient|InvalidToken|AuthFailure|IncompleteSignature|MissingAuthenticationToken|InvalidIdentityToken|RequestExpired/i;

function readError(event: TrailEvent, meaning: CatalogueEntry | null): Reading {
  const { name, error = '', errorCode = error } = event;
  const action = `${serviceOf(event)} ${name}`;
  const byCredential = CREDENTIAL_REFUSED.test(errorCode);
  const values = { 'resource.id': meaning === null ? undefined : textAt(event, meaning.subject) };
  const failedRotation = rotationFailed(event, meaning);
  if (byCredential && /^AssumeRoleWith/.test(name))
    return [factOf(event, 'auth.failed', `${action} refused: ${errorCode}`, values)];
  if (byCredential || REFUSED.test(errorCode)) {
    const refused = factOf(event, 'access.refused', `${action} refused: ${errorCode}`, {
      ...values,
      'credential.refused': byCredential ? true : undefined,
    });
    return failedRotation === null ? [refused] : [failedRotation, refused];
  }
  if (failedRotation !== null) return [failedRotation];
  // A reading of what is not there changes nothing and is nobody's refusal.
  if (meaning === null || meaning.kind === 'api.called')
    return meaning === null ? notCovered(action) : factsOr(factsOf(event, meaning), routineOf(event));
  if (meaning.kind === null) return routineOf(event);
  return [factOf(event, 'api.failed', `${action} failed: ${errorCode}`, values)];
}

/** A rotation that was asked for and did not even begin. */
function rotationFailed(event: TrailEvent, meaning: CatalogueEntry | null): Fact | null {
  const isRotation = event.name === 'RotateSecret' || event.name === 'RotateKey';
  // A service that is not known here may call something else so.
  if (!isRotation || !meaning?.kind?.startsWith('credential.')) return null;
  const placed = Object.entries(meaning.places).map(([name, where]) => [name, textAt(event, where)] as const);
  const what = event.name === 'RotateKey' ? 'rotation of a KMS key failed' : 'rotation of a secret refused';
  return factOf(event, 'credential.rotation-failed', what, {
    ...meaning.values,
    ...Object.fromEntries(placed),
  });
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-insights-events-with-cloudtrail.html */
function insightFact(event: TrailEvent): Fact {
  const state = textAt({ ...event, request: event.insight }, ['state'])?.toLowerCase();
  return factOf(
    event,
    'finding.reported',
    `unusual rate of ${serviceOf(event)} ${event.name} ${state === 'end' ? 'ended' : 'began'}`,
    { 'finding.state': state },
  );
}
