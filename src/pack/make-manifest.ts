import type { PackInput } from './input.ts';
import type { Manifest, ManifestItem } from './manifest.ts';
import type { RedactionLine } from './redactions.ts';
import { ruleSetsOf, sumBy } from './summaries.ts';
import type { AttachedSum } from './update-writer.ts';

/** What is known once everything else is attached. */
export interface Attached {
  readonly base: Manifest['base'];
  readonly catalogSha256: string;
  readonly items: readonly ManifestItem[];
  readonly documents: readonly (AttachedSum & { readonly mediaType: string })[];
  readonly redactions: readonly RedactionLine[];
  readonly ledgerRoot: string;
}

export function makeManifest(input: PackInput, attached: Attached): Manifest {
  const { caseFile } = input;
  return {
    packFormat: 1,
    incident: caseFile.incident.id,
    version: input.version,
    asOf: caseFile.asOf,
    base: attached.base,
    catalogSha256: attached.catalogSha256,
    items: [...attached.items],
    withdrawn: caseFile.withdrawn.map(({ id }) => id),
    documents: attached.documents.map(({ name, mediaType, sha256, sizeBytes }) => ({
      file: name,
      mediaType,
      sha256,
      sizeBytes,
    })),
    coverage: sumBy(attached.items.map(({ coverage }) => [coverage.state, 1])),
    redactions: {
      rules: sumBy(caseFile.items.flatMap(({ item }) => Object.entries(item.redactions))),
      classes: sumBy(attached.redactions.map(({ class: tokenClass, count }) => [tokenClass, count])),
      ruleSets: ruleSetsOf(caseFile.items.map(({ item }) => item)),
    },
    madeWith: { ...input.madeWith },
    tool: caseFile.tool,
    ledger: { ...caseFile.ledger, root: attached.ledgerRoot },
    signer: input.sealer?.name ?? null,
    encoding: 'identity',
  };
}
