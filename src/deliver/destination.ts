import { besideWords, type DestinationKind, type Receipt } from '../domain/record.ts';

/** A pack as it goes to a destination. */
export interface Parcel {
  readonly incident: string;
  readonly version: number;
  /** Local file that holds the PDF. */
  readonly path: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly manifestSha256: string;
  readonly writtenAt: string;
  /** Whether a legal hold stands on the incident. */
  readonly held: boolean;
  /** Ledger of the incident when it is sent. */
  readonly ledger: { readonly size: number; readonly tip: string };
  /** Checkpoint of that ledger, a signed note when there is a signing key. */
  readonly checkpoint: string;
  /** Evidence beside the pack, each file once; empty when the PDF holds all. */
  readonly beside: readonly BesideFile[];
}

/** A page of evidence that did not fit into the PDF; it goes where the PDF goes, into `PACK.pdf.evidence/SHA256`. */
export interface BesideFile {
  readonly path: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** A place where the organisation keeps packs. The same parcel again succeeds and changes nothing. */
export interface Destination {
  readonly id: string;
  readonly kind: DestinationKind;
  /** Throws `DELIVERY_*` errors; resolves when the copy was read back. */
  deliver(parcel: Parcel): Promise<Receipt>;
  /** Sets the legal hold on a copy and reads it back; null where the place knows none. */
  hold: ((parcel: Parcel, receipt: Receipt, on: boolean) => Promise<'on' | 'off'>) | null;
  /** One cheap look whether it can be reached, in words; throws `DELIVERY_*`. */
  check(): Promise<string>;
}

/** `evidence-pack-INC-2026-0001-v3.pdf`. */
export const fileNameOf = ({ incident, version }: Pick<Parcel, 'incident' | 'version'>): string =>
  `evidence-pack-${incident}-v${version}.pdf`;

/** Name of the folder, or beginning of the keys, of what lies beside the pack. */
export const besideNameOf = (parcel: Pick<Parcel, 'incident' | 'version'>): string =>
  `${fileNameOf(parcel)}.evidence`;

export const besideBytes = (beside: readonly BesideFile[]): number =>
  beside.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

/** What a receipt says of the evidence that went with the PDF. */
export const besideReceipt = (beside: readonly BesideFile[]): Receipt['readBack'] =>
  beside.length === 0
    ? {}
    : { beside: besideWords({ files: beside.length, sizeBytes: besideBytes(beside) }) };
