const digitsOf = (text: string): readonly number[] => Array.from(text.replace(/\D/g, ''), Number);

const compact = (text: string): string => text.replace(/[^A-Za-z\d]/g, '').toUpperCase();

const weighed = (digits: readonly number[], weights: readonly number[]): number =>
  weights.reduce((sum, weight, place) => sum + weight * (digits[place] ?? 0), 0);

const isOneDigit = (digits: readonly number[]): boolean => digits.every((digit) => digit === digits[0]);

/** Numbers are longer than what a double counts exactly. */
const remainder = (digits: string, modulus: number): number =>
  Array.from(digits, Number).reduce((rest, digit) => (rest * 10 + digit) % modulus, 0);

/** 13 to 19 digits whose last one is the check digit of ISO/IEC 7812 (Luhn). */
export function isCardNumber(text: string): boolean {
  const digits = text.replace(/[ -]/g, '');
  if (!/^\d{13,19}$/.test(digits)) return false;
  const sum = Array.from(digits, Number)
    .toReversed()
    .map((digit, place) => (place % 2 === 0 ? digit : digit * 2))
    .reduce((total, digit) => total + (digit > 9 ? digit - 9 : digit), 0);
  return sum % 10 === 0;
}

export const isSsn = (text: string): boolean =>
  /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(compact(text));

export const isNino = (text: string): boolean =>
  /^(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]$/.test(compact(text));

/** One digit of the first ten stands there two or three times, the others once or never. */
export function isSteuerId(text: string): boolean {
  const digits = digitsOf(text);
  const first = digits.slice(0, 10);
  const most = Math.max(...first.map((digit) => first.filter((other) => other === digit).length));
  const different = new Set(first).size;
  if (digits.length !== 11 || digits[0] === 0 || most > 3 || different !== 11 - most) return false;
  const product = first.reduce((before, digit) => {
    const sum = (before + digit) % 10;
    return ((sum === 0 ? 10 : sum) * 2) % 11;
  }, 10);
  return (11 - product) % 10 === digits[10];
}

const DNI_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';

export function isDni(text: string): boolean {
  const [, head = '', digits = '', letter] = /^([XYZ]?)(\d{7,8})([A-Z])$/.exec(compact(text)) ?? [];
  if (letter === undefined || (head === '') !== (digits.length === 8)) return false;
  const number = head === '' ? digits : `${'XYZ'.indexOf(head)}${digits}`;
  return DNI_LETTERS[Number(number) % 23] === letter;
}

/** Corsica's departments 2A and 2B count as 19 and 18. */
export function isNir(text: string): boolean {
  const digits = compact(text)
    .replace(/^(.{5})2A/, '$119')
    .replace(/^(.{5})2B/, '$118');
  if (!/^[12]\d{14}$/.test(digits) || isOneDigit(digitsOf(digits))) return false;
  return 97 - remainder(digits.slice(0, 13), 97) === Number(digits.slice(13));
}

/** What 0–9 and A–Z count at odd places; at even ones they count their place. */
const CODICE_ODD = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

export function isCodiceFiscale(text: string): boolean {
  const code = compact(text);
  if (code.length !== 16) return false;
  const sum = Array.from(code.slice(0, 15), (character, index) => {
    const place = /\d/.test(character) ? Number(character) : LETTERS.indexOf(character);
    return index % 2 === 0 ? (CODICE_ODD[place] ?? 0) : place;
  }).reduce((total, value) => total + value, 0);
  return LETTERS[sum % 26] === code[15];
}

export function isCpf(text: string): boolean {
  const digits = digitsOf(text);
  const checkOf = (weights: readonly number[]): number => ((weighed(digits, weights) * 10) % 11) % 10;
  return (
    digits.length === 11 &&
    !isOneDigit(digits) &&
    checkOf([10, 9, 8, 7, 6, 5, 4, 3, 2]) === digits[9] &&
    checkOf([11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) === digits[10]
  );
}

/** Multiplication in the dihedral group of order ten. */
const dihedral = (a: number, b: number): number => {
  if (a < 5) return b < 5 ? (a + b) % 5 : ((a + b) % 5) + 5;
  return b < 5 ? ((a - b) % 5) + 5 : (a - b + 5) % 5;
};
const VERHOEFF = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

function permuted(digit: number, times: number): number {
  let value = digit;
  for (let turn = 0; turn < times; turn += 1) value = VERHOEFF[value] as number;
  return value;
}

/** Verhoeff, Error Detecting Decimal Codes, 1969. */
export function isAadhaar(text: string): boolean {
  const digits = digitsOf(text);
  if (digits.length !== 12 || (digits[0] as number) < 2) return false;
  return (
    digits.toReversed().reduce((sum, digit, place) => dihedral(sum, permuted(digit, place % 8)), 0) === 0
  );
}

export function isBsn(text: string): boolean {
  const digits = digitsOf(text);
  const sum = weighed(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]);
  return digits.length === 9 && sum !== 0 && sum % 11 === 0 && !isOneDigit(digits);
}

export function isPesel(text: string): boolean {
  const digits = digitsOf(text);
  return (
    digits.length === 11 &&
    !isOneDigit(digits) &&
    weighed(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0
  );
}

export function isIban(text: string): boolean {
  const iban = compact(text);
  if (!/^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/.test(iban)) return false;
  const turned = `${iban.slice(4)}${iban.slice(0, 4)}`;
  const digits = turned.replace(/[A-Z]/g, (letter) => String(LETTERS.indexOf(letter) + 10));
  return remainder(digits, 97) === 1;
}
