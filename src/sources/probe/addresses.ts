import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { userError } from '../../domain/errors.ts';

/**
 * Addresses of link-local and metadata services, which hold credentials of the machine:
 * https://www.rfc-editor.org/rfc/rfc3927, https://www.rfc-editor.org/rfc/rfc4291#section-2.5.6,
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html and their like. Private
 * addresses are not among them: who configures a target there means it.
 */
function refusedAddresses(): BlockList {
  const refused = new BlockList();
  refused.addSubnet('169.254.0.0', 16, 'ipv4');
  refused.addAddress('100.100.100.200', 'ipv4');
  refused.addAddress('168.63.129.16', 'ipv4');
  refused.addAddress('192.0.0.192', 'ipv4');
  refused.addSubnet('fe80::', 10, 'ipv6');
  refused.addSubnet('fd00:ec2::', 32, 'ipv6');
  refused.addAddress('fd20:ce::254', 'ipv6');
  // IPv4 in IPv6, compatible and by NAT64; a mapped address is checked as the IPv4 address that it is.
  refused.addSubnet('::169.254.0.0', 112, 'ipv6');
  refused.addSubnet('64:ff9b::169.254.0.0', 112, 'ipv6');
  return refused;
}

const refused = refusedAddresses();

/** Whether a probe may not be sent to this address, whatever name led to it. */
export function isRefused(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const family = isIP(bare);
  return family !== 0 && refused.check(bare, family === 4 ? 'ipv4' : 'ipv6');
}

export const addressRefused = (host: string, address: string) =>
  userError({
    code: 'PROBE_ADDRESS_REFUSED',
    message: `${host} leads to ${address}, a link-local or metadata address, where no probe is sent`,
    where: `probes.targets, ${host}`,
    mend: 'give the target the address of the service that is to be probed',
  });

/** Finds addresses; the system's, unless a test gives another. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

export const systemResolve: Resolve = (host) =>
  new Promise((resolve, reject) => {
    systemLookup(host, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
  });

/** Every address that a name leads to now. Throws `PROBE_ADDRESS_REFUSED` when one of them is refused. */
export async function addressesOf(host: string, resolve: Resolve): Promise<readonly LookupAddress[]> {
  const addresses = await resolve(host);
  const bad = addresses.find(({ address }) => isRefused(address));
  if (bad) throw addressRefused(host, bad.address);
  return addresses;
}

/** For a socket's `lookup`: what it connects to is what was checked, so that a name cannot change its mind between. */
export const guardedLookup =
  (resolve: Resolve): LookupFunction =>
  (host, options, callback) => {
    addressesOf(host, resolve).then(
      (addresses) => {
        const [first] = addresses;
        if (options.all === true) callback(null, [...addresses]);
        else if (first) callback(null, first.address, first.family);
        else callback(Object.assign(new Error(`${host} has no address`), { code: 'ENOTFOUND' }), '', 0);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };
