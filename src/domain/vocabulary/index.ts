import { access } from './access.ts';
import { alert } from './alert.ts';
import { change } from './change.ts';
import { credential } from './credential.ts';
import { data } from './data.ts';
import { database } from './database.ts';
import type { KindEntry } from './entry.ts';
import { finding } from './finding.ts';
import { firewall } from './firewall.ts';
import { host } from './host.ts';
import { http } from './http.ts';
import { indicator } from './indicator.ts';
import { logging } from './logging.ts';
import { person } from './person.ts';
import { probe } from './probe.ts';
import { signIn } from './sign-in.ts';

/** In the order in which facts of one instant stand. */
const entries = {
  ...firewall,
  ...signIn,
  ...credential,
  ...database,
  ...indicator,
  ...alert,
  ...change,
  ...access,
  ...data,
  ...logging,
  ...host,
  ...finding,
  ...http,
  ...probe,
  ...person,
};

export type Kind = keyof typeof entries;

export const kinds = Object.keys(entries) as readonly Kind[];

export const entryOf = (kind: Kind): KindEntry => entries[kind];
