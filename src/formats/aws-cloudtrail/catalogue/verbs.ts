import {
  type CatalogueEntry,
  command,
  config,
  created,
  credential,
  daily,
  deployed,
  granted,
  read,
  removed,
  revoked,
  session,
} from './entry.ts';

/** Where calls of whatever service name what they are about. */
const ANY =
  'name resourceArn arn id identifier resourceId resourceName clusterName functionName bucketName domainName instanceId';

const call: CatalogueEntry = {
  kind: 'api.called',
  what: '',
  subject: [],
  undoes: [],
  values: {},
  places: {},
};

type Rule = readonly [RegExp, (words: string) => CatalogueEntry];

/** By the verb that a name begins with; the first that fits. */
const RULES: readonly Rule[] = [
  [/^(?:Get|BatchGet)(?:\w*Secret\w*|\w*Password\w*|\w*Credentials?)$/, (words) => read(words, ANY)],
  [
    /^(?:List|Describe|Get|BatchGet|Head|Lookup|Search|Query|Scan|Select|Filter|View|Read|Check|Test|Validate|Verify|Simulate|Preview|Estimate|Is|Can|Has|Poll|Discover|Lookup|Retrieve|Download|Fetch|Count|Generate)(?=[A-Z]|$)/,
    () => call,
  ],
  [
    /^(?:Tag|Untag|AddTags?|RemoveTags?|CreateTags?|DeleteTags?|Notify|Report|Send|Publish|Submit|Record|Ping|Heartbeat|Signal|Acknowledge|PutEvents|PutMetric|PutLog)/,
    (words) => daily(words),
  ],
  [/^(?:Assume|Federate|Login|Authenticate)/, (words) => session(words, ANY)],
  [
    /^(?:Create|Generate|Import|Upload|Issue)\w*(?:AccessKey|ApiKey|Password|Token|Certificate|KeyPair|Credential)s?$/,
    (words) => credential('created', 'credential', words, ANY),
  ],
  [
    /^(?:Delete|Revoke)\w*(?:AccessKey|ApiKey|Password|Token|Certificate|KeyPair|Credential)s?$/,
    (words) => credential('deleted', 'credential', words, ANY),
  ],
  [
    /^(?:Update|Change|Reset|Rotate|Set)\w*(?:AccessKey|ApiKey|Password|Token|Certificate|KeyPair|Credential)s?$/,
    (words) => credential('changed', 'credential', words, ANY),
  ],
  [/^(?:Attach|Grant|Authorize|Share|AddPermission)/, (words) => granted(words, ANY)],
  [/^(?:Detach|Revoke|Unshare|Deauthorize|RemovePermission)/, (words) => revoked(words, ANY)],
  [
    /^(?:Create|Allocate|Launch|Provision|Purchase|Register|Import|Copy|Restore|Run|Clone|Subscribe|Request)(?=[A-Z]|$)/,
    (words) => created(words, ANY),
  ],
  [
    /^(?:Delete|BatchDelete|Terminate|Release|Remove|Deregister|Destroy|Purge|Unsubscribe|Deprovision)(?=[A-Z]|$)/,
    (words) => removed(words, ANY),
  ],
  [/^(?:Execute|Invoke|Exec)(?=[A-Z]|$)/, (words) => command(words, ANY)],
  [/^Deploy/, (words) => deployed(words, ANY, 'version')],
  [
    /^(?:Put|BatchPut|Update|BatchUpdate|Modify|Change|Set|Reset|Enable|Disable|Activate|Deactivate|Start|Stop|Pause|Resume|Suspend|Cancel|Abort|Associate|BatchAssociate|Disassociate|BatchDisassociate|Add|Apply|Assign|Unassign|Accept|Reject|Replace|Reboot|Restart|Rotate|Promote|Failover|Switch|Transfer|Move|Lock|Unlock|Merge|Configure|Edit|Rename|Renew|Upgrade|Rollback|Confirm|Complete|Initiate|Export|Opt|Leave|Invite|Admin|Schedule|Archive|Unarchive|Close|Open|Convert|Migrate|Refresh|Sync|Retry|Swap|Split|Batch|Write|Upload|Post|Redirect|Resolve|Decline|Join|Begin|End|Finish|Commit|Evict)(?=[A-Z]|$)/,
    (words) => config(words, ANY),
  ],
];

/** `DeleteResolverRule`: "delete resolver rule". */
const wordsOf = (name: string): string =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase();

const known = new Map<string, CatalogueEntry | null>();
const KNOWN_MAX = 5_000;

/** What the verb of a name says; null for a name that begins with none. */
export function byVerb(name: string): CatalogueEntry | null {
  const before = known.get(name);
  if (before !== undefined) return before;
  const rule = RULES.find(([pattern]) => pattern.test(name));
  const entry = rule === undefined ? null : rule[1](wordsOf(name));
  if (known.size < KNOWN_MAX) known.set(name, entry);
  return entry;
}
