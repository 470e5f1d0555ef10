import type { ValueCheck } from './rules.ts';

/** A number that a state or a bank gives to one person: known by a word before it, its shape and its check. */
export interface NumberRule {
  readonly rule: string;
  readonly class: 'national-id' | 'iban';
  /** What stands before it in text or as a name; gates, in lower case. */
  readonly words: readonly string[];
  /** Names of members and parameters end with these, letters and digits alone. */
  readonly names: readonly string[];
  /** Letters in either case. */
  readonly shape: string;
  readonly check: ValueCheck;
}

/**
 * Without a word before it such a number cannot be told from a counter or an id, so each needs one. Phone
 * numbers have neither check digit nor shape of their own: they would hide ports, ids and times.
 */
export const numberRules: readonly NumberRule[] = [
  {
    // Social Security Administration, POMS RM 10201.035: numbers that are never given.
    rule: 'us-ssn',
    class: 'national-id',
    words: ['ssn', 'social security', 'social_security', 'social-security', 'socialsecurity'],
    names: ['ssn', 'socialsecuritynumber', 'socialsecurity'],
    shape: String.raw`\d{3}[ -]?\d{2}[ -]?\d{4}`,
    check: 'us-ssn',
  },
  {
    // HM Revenue & Customs, National Insurance Manual NIM39110.
    rule: 'uk-nino',
    class: 'national-id',
    words: ['nino', 'national insurance', 'national_insurance', 'nationalinsurance'],
    names: ['nino', 'nationalinsurancenumber', 'nationalinsurance'],
    shape: String.raw`[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]`,
    check: 'uk-nino',
  },
  {
    // Abgabenordnung § 139b; check digit by ISO/IEC 7064, MOD 11,10.
    rule: 'de-steuer-id',
    class: 'national-id',
    words: ['steuer-id', 'steuer_id', 'steuerid', 'identifikationsnummer', 'idnr'],
    names: ['steuerid', 'steueridnr', 'steueridentifikationsnummer', 'idnr'],
    shape: String.raw`[1-9]\d ?\d{3} ?\d{3} ?\d{3}`,
    check: 'de-steuer-id',
  },
  {
    // Real Decreto 1553/2005 (DNI) and Orden INT/2058/2008 (NIE): letter by the remainder of 23.
    rule: 'es-dni',
    class: 'national-id',
    words: ['dni', 'nie', 'nif'],
    names: ['dni', 'nie', 'nif'],
    shape: String.raw`(?:\d{8}|[XYZ]-?\d{7})-?[A-Z]`,
    check: 'es-dni',
  },
  {
    // Code de la sécurité sociale, R115-1; key of INSEE: 97 less the remainder of 97.
    rule: 'fr-nir',
    class: 'national-id',
    words: ['nir', 'securite sociale', 'securite_sociale', 'securitesociale', 'numsecu'],
    names: ['nir', 'securitesociale', 'numsecu'],
    shape: String.raw`[12] ?\d{2} ?\d{2} ?\d[\dAB] ?\d{3} ?\d{3} ?\d{2}`,
    check: 'fr-nir',
  },
  {
    // Decreto ministeriale 23 dicembre 1976, n. 13813.
    rule: 'it-codice-fiscale',
    class: 'national-id',
    words: ['codice fiscale', 'codice_fiscale', 'codice-fiscale', 'codicefiscale'],
    names: ['codicefiscale'],
    shape: String.raw`[A-Z]{6}[\dL-NP-V]{2}[A-EHLMPRST][\dL-NP-V]{2}[A-Z][\dL-NP-V]{3}[A-Z]`,
    check: 'it-codice-fiscale',
  },
  {
    // Receita Federal, Instrução Normativa RFB 1.548/2015: two digits by the remainder of 11.
    rule: 'br-cpf',
    class: 'national-id',
    words: ['cpf'],
    names: ['cpf'],
    shape: String.raw`\d{3}\.?\d{3}\.?\d{3}-?\d{2}`,
    check: 'br-cpf',
  },
  {
    // Unique Identification Authority of India: twelve digits, the last one by Verhoeff.
    rule: 'in-aadhaar',
    class: 'national-id',
    words: ['aadhaar', 'aadhar'],
    names: ['aadhaar', 'aadhaarnumber', 'aadhar', 'aadharnumber'],
    shape: String.raw`[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}`,
    check: 'in-aadhaar',
  },
  {
    // Wet algemene bepalingen burgerservicenummer; the 11-test of the Logisch Ontwerp BSN.
    rule: 'nl-bsn',
    class: 'national-id',
    words: ['bsn', 'burgerservicenummer'],
    names: ['bsn', 'burgerservicenummer'],
    shape: String.raw`\d{4}\.?\d{2}\.?\d{3}`,
    check: 'nl-bsn',
  },
  {
    // Ustawa o ewidencji ludności, art. 15: weights 1, 3, 7, 9.
    rule: 'pl-pesel',
    class: 'national-id',
    words: ['pesel'],
    names: ['pesel'],
    shape: String.raw`\d{11}`,
    check: 'pl-pesel',
  },
  {
    // ISO 13616: remainder of 97 (ISO/IEC 7064, MOD 97-10). Groups have digits: a word behind is none.
    rule: 'iban',
    class: 'iban',
    words: ['iban'],
    names: ['iban', 'ibannumber'],
    shape: String.raw`[A-Z]{2}\d{2}(?:[A-Z\d]{11,30}|(?: [A-Z\d]{4})(?: (?=[A-Z]{0,3}\d)[A-Z\d]{4}){1,6}(?: (?=[A-Z]{0,2}\d)[A-Z\d]{1,3})?)`,
    check: 'iban',
  },
];

/** A rule's words as they stand in text and in a URL: the places where its pattern is tried. */
export const gatesOf = ({ words }: NumberRule): readonly string[] => [
  ...new Set(words.flatMap((word) => [' ', '%20', '+'].map((space) => word.replaceAll(' ', space)))),
];

/** Behind a number: nothing that it goes on with, percent-encoded or not. */
export const NOT_LONGER = String.raw`(?![\w+@-]|%(?:2[bd]|3\d|40|[46][1-9a-f]|[57][\da]|5f)|%(?![\da-f]{2})|\.\d)`;

/** The pattern behind one of the words: `SSN: …`, `cpf=…`, `"iban": "…"`, `IBAN number is …`. */
export const patternOf = (rule: NumberRule): RegExp => {
  const words = gatesOf(rule).map((word) => word.replaceAll('+', '\\+'));
  const lead = String.raw`(?:(?<![A-Za-z])|(?<=%[\da-f]{2}))(?:${words.join('|')})(?:(?:%20|[ _+-])?(?:number|num|no|nr|id))?(?:%[\da-f]{2}|[^\w\n%]){1,8}(?:is )?`;
  return new RegExp(`(?<lead>${lead})(?<value>${rule.shape})${NOT_LONGER}`, 'iy');
};
