import { asObject, asText } from '../json.ts';
import { clip } from '../record.ts';
import type { TrailEvent } from './event.ts';
import { textAt } from './places.ts';

const AGENT_CHARS_MAX = 200;
/** `arn:aws:sts::111122223333:assumed-role/deployer/ops` */
const ASSUMED = /:assumed-role\/([^/]+)\/(.+)$/;

/** Services sign their own calls with a name in place of an address. */
const isClientAddress = (address: string): boolean =>
  !address.endsWith('.amazonaws.com') && address !== 'AWS Internal';

/** Who acted, from where, with which key: what every record says. */
export function whoOf(event: TrailEvent) {
  const { identity, record } = event;
  const arn = asText(identity['arn']);
  const address = asText(record['sourceIPAddress']);
  const agent = asText(record['userAgent']);
  const attributes = asObject(asObject(identity['sessionContext'])?.['attributes']);
  const mfa = attributes?.['mfaAuthenticated'];
  return {
    'user.name': userNameOf(event),
    'aws.identity.type': asText(identity['type']),
    'aws.principal.arn': arn,
    'aws.session.name': ASSUMED.exec(arn ?? '')?.[2],
    'aws.invoked_by': asText(identity['invokedBy']),
    'aws.access_key.id': asText(identity['accessKeyId']),
    'auth.mfa_used': mfa === 'true' || mfa === true ? true : undefined,
    'client.address': address !== undefined && isClientAddress(address) ? address : undefined,
    'user_agent.original': agent === undefined ? undefined : clip(agent, AGENT_CHARS_MAX),
  };
}

/** The user, or the role whose session it is, or the root user. */
function userNameOf(event: TrailEvent): string | undefined {
  const name = textAt(event, ['identity.userName', 'identity.sessionContext.sessionIssuer.userName']);
  const role = ASSUMED.exec(asText(event.identity['arn']) ?? '')?.[1];
  return name ?? role ?? (event.identity['type'] === 'Root' ? 'root' : undefined);
}

/** A service of AWS that acts by itself, with no key of the account. */
export const isService = ({ identity, isServiceEvent }: TrailEvent): boolean =>
  !isServiceEvent &&
  (identity['type'] === 'AWSService' ||
    (asText(identity['invokedBy']) !== undefined && asText(identity['accessKeyId']) === undefined));
