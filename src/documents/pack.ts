import type { CaseFile } from '../domain/case-file.ts';
import type { Templates } from './templates.ts';
import { withFonts } from './typeset.ts';
import { packView } from './view/pack.ts';

/** What the pack's pages say beyond the case file. */
export interface PackContext {
  /** From 1. */
  readonly version: number;
  /** Who will seal the pack; null prints that nobody does. */
  readonly signer: string | null;
  /** The parts of a seal that the pack will not have: `a certificate`. */
  readonly notSealedBy: readonly string[];
  /** Merkle tree root over the ledger's lines (RFC 6962), hexadecimal. */
  readonly ledgerRoot: string;
  /** Files attached to the pack whose names are known before it is written. */
  readonly attachments: readonly { readonly name: string; readonly what: string }[];
  /** Some records of each evidence item, as stored (redacted), by evidence id. */
  readonly samples: ReadonlyMap<string, readonly string[]>;
  /** What the record holds for each control of the mapping, when the pack was made. */
  readonly mapping: readonly {
    readonly framework: string;
    readonly control: string;
    readonly about: string;
    readonly parts: readonly { readonly part: string; readonly recorded: string | null }[];
  }[];
}

/** The pages of the evidence pack as one HTML document. */
export const renderPackHtml = (caseFile: CaseFile, context: PackContext, templates: Templates): string =>
  withFonts(templates, 'evidence-pack.html.hbs', packView(caseFile, context));
