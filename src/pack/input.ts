import type { CaseFile } from '../domain/case-file.ts';
import type { ClockOffset } from '../domain/clock.ts';
import type { BesidePack } from '../domain/record.ts';
import type { Sealer } from './seal/sealer.ts';

/** A text form of a document, to be attached: `rca.md`, `timeline.json`, `gates.json`, `chart-*.csv`. */
export interface PackDocument {
  /** Flat, ASCII: it is a file name on any system. */
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** All that a pack is made from: the same input gives the same bytes. */
export interface PackInput {
  readonly caseFile: CaseFile;
  /** As `finalizePdf` returns it. */
  readonly basePdf: Uint8Array;
  /** Canonical lines from the first; those behind the case file's head are left out. */
  readonly ledger: readonly string[];
  /** A local file that holds a page's redacted bytes. */
  readonly pagePath: (sha256: string) => Promise<string>;
  readonly documents: readonly PackDocument[];
  /** From 1. */
  readonly version: number;
  /** Installation and incident, for the checkpoint: `rca.example.com/INC-2026-0001`. */
  readonly origin: string;
  /** Null leaves the pack unsealed. */
  readonly sealer: Sealer | null;
  /** SHA-256 by name of what the documents were made with: `policy`, `templates`, `controls`. */
  readonly madeWith?: Readonly<Record<string, string>>;
  /** Pages beyond this many bytes in a pack are laid beside it; default 200 MB. */
  readonly attachedBytesMax?: number;
}

export interface WrittenPack {
  readonly path: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly manifestSha256: string;
  readonly version: number;
  /** The timestamp authority's clock against ours when the pack was sealed; null without an authority. */
  readonly authorityClock: ClockOffset | null;
  /** Number of evidence items. */
  readonly evidence: number;
  readonly beside: BesidePack;
}
