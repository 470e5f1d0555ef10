import type { Kind } from '../../../domain/observation.ts';

/** What a call or event means when it succeeded. Places are members of the request, or `response.…`. */
export interface CatalogueEntry {
  /** Null: it is known, and deliberately without a fact. */
  readonly kind: Kind | null;
  /** What happened, in words. */
  readonly what: string;
  /** Where it says what it is about, the most telling first. */
  readonly subject: readonly string[];
  /** Names of the events that it takes back. */
  readonly undoes: readonly string[];
  /** Attributes with a value of their own. */
  readonly values: Readonly<Record<string, string>>;
  /** Attributes by the places that give them. */
  readonly places: Readonly<Record<string, readonly string[]>>;
  readonly flags?: Readonly<Record<string, boolean>>;
}

export type Catalogue = Readonly<Record<string, CatalogueEntry>>;

const parts = (text: string): readonly string[] => (text === '' ? [] : text.split(' '));

const entry = (
  kind: Kind | null,
  what: string,
  subject: string,
  undoes: string,
  more: Partial<Pick<CatalogueEntry, 'values' | 'places'>> = {},
): CatalogueEntry => ({
  kind,
  what,
  subject: parts(subject),
  undoes: parts(undoes),
  values: more.values ?? {},
  places: more.places ?? {},
});

/** `subject` and `undoes` are names parted by blanks. */
const plain =
  (kind: Kind) =>
  (what: string, subject = '', undoes = ''): CatalogueEntry =>
    entry(kind, what, subject, undoes);

export const role = plain('role.changed');
export const created = plain('resource.created');
export const removed = plain('resource.deleted');
export const logStopped = plain('logging.stopped');
export const logStarted = plain('logging.started');
export const session = plain('session.started');
export const command = plain('command.ran');
export const scaled = plain('scale.changed');

/** `key` is what of the subject is changed; `to` what it is from then on, where the name of the call says it. */
export const config = (key: string, subject = '', undoes = '', to?: string): CatalogueEntry =>
  entry('config.changed', to === undefined ? `${key} changed` : `${key} ${to}`, subject, undoes, {
    values: { 'config.key': key, ...(to !== undefined && { 'config.to': to }) },
    places: { 'config.name': parts(subject) },
  });

export const granted = (what: string, subject: string, right = '', to = '', undoes = ''): CatalogueEntry =>
  entry('access.granted', what, subject, undoes, {
    places: { 'access.right': parts(right), 'access.granted_to': parts(to) },
  });

export const revoked = (what: string, subject: string, right = '', from = '', undoes = ''): CatalogueEntry =>
  entry('access.revoked', what, subject, undoes, {
    places: { 'access.right': parts(right), 'access.granted_to': parts(from) },
  });

const ofData =
  (kind: Kind) =>
  (data: string, subject = '', undoes = ''): CatalogueEntry =>
    entry(kind, `${data} ${DATA_VERBS[kind] ?? ''}`, subject, undoes, { values: { 'data.kind': data } });

const DATA_VERBS: Readonly<Partial<Record<Kind, string>>> = {
  'data.read': 'read',
  'data.written': 'written',
  'data.deleted': 'deleted',
};

export const read = ofData('data.read');
export const written = ofData('data.written');
export const deleted = ofData('data.deleted');

type CredentialVerb =
  | 'created'
  | 'changed'
  | 'disabled'
  | 'enabled'
  | 'deleted'
  | 'rotated'
  | 'rotation-requested'
  | 'rotation-failed';

/** `holder` is whose it is. */
export const credential = (
  verb: CredentialVerb,
  credentialKind: string,
  what: string,
  id: string,
  holder = '',
  undoes = '',
): CatalogueEntry =>
  entry(`credential.${verb}`, what, id, undoes, {
    values: { 'credential.kind': credentialKind },
    places: { 'credential.id': parts(id), 'credential.holder': parts(holder) },
  });

export const deployed = (what: string, service: string, version: string, undoes = ''): CatalogueEntry =>
  entry('deploy.started', what, service, undoes, {
    places: { 'service.name': parts(service), 'deployment.id': parts(version) },
  });

/** What goes on by itself, by the thousand. */
export const daily = (what: string): CatalogueEntry => entry(null, what, '', '');

/** Names that mean the same. */
export const each = (names: string, given: CatalogueEntry): Catalogue =>
  Object.fromEntries(parts(names).map((name) => [name, given]));
