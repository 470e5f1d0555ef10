/** Characters that a token can consist of behind its prefix. */
export type FamilyAlphabet =
  | 'hex'
  | 'digits'
  | 'letters-digits'
  | 'base64'
  | 'base64url'
  | 'hex-dashes'
  | 'dotted'
  | 'address';

/** `[id, prefix, alphabet, least length behind the prefix]`: the prefix is case-sensitive. */
export type TokenShape = readonly [id: string, prefix: string, alphabet: FamilyAlphabet, lengthMin: number];

/** Tokens of one vendor that are known by how they begin. */
export interface VendorTokens {
  readonly vendor: string;
  /** Where the vendor tells of them. */
  readonly page: string;
  readonly tokens: readonly TokenShape[];
}
