/** What the records of a cluster are counted by: `by.rule`, `by.client`, … */
export type FacetName =
  | 'rule'
  | 'ruleset'
  | 'label'
  | 'client'
  | 'path'
  | 'error'
  | 'binding'
  | 'sqlstate'
  | 'status'
  | 'subject'
  | 'action'
  | 'actor';

/** How the records of a kind stand on the timeline. */
export type Listing =
  /** Each for itself, up to a hundred. */
  | 'each'
  /** A handful each for itself, more as clusters: kinds that come by the thousand. */
  | 'few'
  /** As clusters always, so that counts by rule and label add up over all entries. */
  | 'clusters'
  /** Not at all: read by what computes over them. */
  | 'none';

/** The part of understanding that a change of this kind belongs to. */
export type ChangeFamily =
  | 'deployment'
  | 'configuration'
  | 'scale'
  | 'credential'
  | 'access'
  | 'logging'
  | 'resource';

/** What is known of one kind of fact. All that reads facts by kind reads it here. */
export interface KindEntry {
  /** What one record is, and many, with the verb that says what happened. */
  readonly one: string;
  readonly many: string;
  /**
   * Titles of a single record, the first whose `{name!}` are all there. `{name}` is an attribute, `{name|word}` one
   * with a word for its absence, `{summary}` the record's own.
   */
  readonly titles: readonly string[];
  /** Attributes that make two facts of one event different facts, beside its credential and configuration. */
  readonly identity: readonly string[];
  /** Each facet by the attributes that give it, the first that is there. */
  readonly facets: Readonly<Partial<Record<FacetName, readonly string[]>>>;
  /** Attributes that records of the kind may bear, beside `commonAttributes`; `*` stands for any ending. */
  readonly attributes: readonly string[];
  readonly listing: Listing;
  readonly change: ChangeFamily | null;
}

type Given = Pick<KindEntry, 'one' | 'many'> & Partial<KindEntry>;

const entry = (given: Given): KindEntry => ({
  titles: [],
  identity: [],
  facets: {},
  attributes: [],
  listing: 'each',
  change: null,
  ...given,
});

/** A family of kinds with what its kinds have in common. */
export function family<Name extends string>(
  common: Partial<KindEntry>,
  given: Readonly<Record<Name, Given>>,
): Readonly<Record<Name, KindEntry>> {
  const entries = Object.entries<Given>(given).map(([name, own]) => [name, entry({ ...common, ...own })]);
  return Object.fromEntries(entries) as Record<Name, KindEntry>;
}

/** What a record of an audit trail says of who acted, from where, by which call. */
export const trailAttributes: readonly string[] = [
  'clock.zone',
  'event.name',
  'event.id',
  'event.service',
  'event.undoes',
  'cloud.region',
  'cloud.account.id',
  'client.address',
  'user_agent.original',
  'user.name',
  'aws.identity.type',
  'aws.principal.arn',
  'aws.session.name',
  'aws.invoked_by',
  'aws.access_key.id',
  'auth.mfa_used',
  'error.type',
  'error.code',
  'resource.id',
];

/** What a record of a data base says of its session. */
export const databaseAttributes: readonly string[] = [
  'clock.zone',
  'db.system.name',
  'db.namespace',
  'db.session.id',
  'db.transaction.id',
  'user.name',
  'client.address',
];
