import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { userError } from '../../domain/errors.ts';

/**
 * Addresses of link-local and metadata services, which hold credentials of the machine:
 * https://www.rfc-editor.org/rfc/rfc3927, https://www.rfc-editor.org/rfc/rfc4291#section-2.5.6,
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html and their like; those of no
 * machine (unspecified, multicast, broadcast); and IPv6 that is IPv4 in disguise, whatever it leads to: 6to4, Teredo,
 * NAT64, IPv4-compatible. Private addresses are not among them: who configures a target there means it.
 */
function refusedAddresses(): BlockList {
  const refused = new BlockList();
  refused.addSubnet('0.0.0.0', 8, 'ipv4');
  refused.addSubnet('169.254.0.0', 16, 'ipv4');
  refused.addSubnet('224.0.0.0', 4, 'ipv4');
  refused.addSubnet('240.0.0.0', 4, 'ipv4');
  refused.addAddress('100.100.100.200', 'ipv4');
  refused.addAddress('168.63.129.16', 'ipv4');
  refused.addAddress('192.0.0.192', 'ipv4');
  refused.addSubnet('fe80::', 10, 'ipv6');
  refused.addSubnet('fd00:ec2::', 32, 'ipv6');
  refused.addAddress('fd20:ce::254', 'ipv6');
  refused.addSubnet('ff00::', 8, 'ipv6');
  // A mapped address is checked as the IPv4 address that it is.
  refused.addSubnet('::', 96, 'ipv6');
  refused.addSubnet('::ffff:0:0:0', 96, 'ipv6');
  refused.addSubnet('64:ff9b::', 96, 'ipv6');
  refused.addSubnet('64:ff9b:1::', 48, 'ipv6');
  refused.addSubnet('2001::', 32, 'ipv6');
  refused.addSubnet('2002::', 16, 'ipv6');
  return refused;
}

const refused = refusedAddresses();
const loopback = new BlockList();
loopback.addAddress('::1', 'ipv6');

/** Whether a probe may not be sent to this address, whatever name led to it. */
export function isRefused(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const family = isIP(bare);
  if (family === 4) return refused.check(bare, 'ipv4');
  return family === 6 && refused.check(bare, 'ipv6') && !loopback.check(bare, 'ipv6');
}

export const addressRefused = (host: string, address: string) =>
  userError({
    code: 'PROBE_ADDRESS_REFUSED',
    message: `${host} leads to ${address}, where no probe is sent: it is a link-local or metadata address, one of no machine, or IPv4 within IPv6`,
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
