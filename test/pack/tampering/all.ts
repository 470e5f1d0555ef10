import { sealerOf } from '../sealers.ts';
import { earlierPacks } from '../vectors/earlier.ts';
import { make, type Recipe, recipes } from '../vectors/good.ts';
import type { TestKeys } from '../vectors/test-keys.ts';
import { attachmentCases } from './attachment-cases.ts';
import { fileCases } from './file-cases.ts';
import { formCases } from './form-cases.ts';
import { ledgerCases } from './ledger-cases.ts';
import { levelCases } from './level-cases.ts';
import { manifestCases } from './manifest-cases.ts';
import { recodedCases } from './recoded-cases.ts';
import { sealCases } from './seal-cases.ts';
import { structureCases } from './structure-cases.ts';
import type { Tampering, World } from './tampering.ts';

/** Every tampering, by what it touches. */
export const tamperings: Readonly<Record<string, readonly Tampering[]>> = {
  'The manifest': manifestCases,
  'The ledger and its checkpoint': ledgerCases,
  'Evidence, documents and redactions': attachmentCases,
  'The file': fileCases,
  'What PDF allows': structureCases,
  'Forms: each text has one': formCases,
  'The encoding of attachments': recodedCases,
  'The seal': sealCases,
  'Whole forgeries, at each level of sealing': levelCases,
};

const OTHER_ITEM = { mediaType: 'application/x-ndjson', pages: [Buffer.from('{"action":"other"}\n')] };

/** Packs that are mixed with the good ones. */
const strangers: Readonly<Record<string, Recipe>> = {
  other: {
    about: '',
    texts: ['Evidence pack: the service was not attacked'],
    items: [OTHER_ITEM, OTHER_ITEM],
  },
  'key-earlier': {
    about: '',
    items: [OTHER_ITEM, OTHER_ITEM],
    sealer: async (keys) => sealerOf({ signingKey: keys.signing.key }),
  },
  'by-attacker': {
    about: '',
    sealer: async ({ attacker, attackerSigning }) =>
      sealerOf({ key: attacker.key, certificate: attacker.pem, signingKey: attackerSigning.key }),
  },
};

export async function worldOf(keys: TestKeys): Promise<World> {
  const good = new Map(await earlierPacks());
  for (const [name, recipe] of Object.entries({ ...recipes, ...strangers }))
    good.set(name, await make(recipe, keys));
  return { keys, good };
}
