const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz';
const DIGITS = '0123456789';
const WORDS = ['Amber', 'Brook', 'Cedar', 'Delta', 'Ember', 'Fjord', 'Grove', 'Heron', 'Islet', 'Juniper'];

/** Numbers from a seed (mulberry32, by Tommy Ettinger, public domain), so that a corpus can be made again. */
export class Seeded {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 ≤ result < `below`. */
  int(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(list.length)] as T;
  }

  chars(alphabet: string, length: number): string {
    return Array.from({ length }, () => alphabet[this.int(alphabet.length)]).join('');
  }

  digits(length: number): string {
    return this.chars(DIGITS, length);
  }

  hex(length: number): string {
    return this.chars('0123456789abcdef', length);
  }

  letters(length: number): string {
    return this.chars(LETTERS, length);
  }

  base64(length: number): string {
    return this.chars(`${LETTERS}${DIGITS}+/`, length);
  }

  uuid(): string {
    return `${this.hex(8)}-${this.hex(4)}-4${this.hex(3)}-8${this.hex(3)}-${this.hex(12)}`;
  }

  /** What a machine makes: letters and digits, a digit among the first ones. */
  machine(length = 24): string {
    return `${this.letters(2)}${this.digits(1)}${this.chars(`${LETTERS}${DIGITS}`, length - 3)}`;
  }

  /** What a person thinks up. */
  human(): string {
    const marks = ['!', '#', '*', '_', '.', '$', '^', '@'];
    return `${this.pick(WORDS)}${this.pick(marks)}${this.pick(WORDS)}${this.digits(3)}${this.pick(marks)}${this.letters(4)}`;
  }
}
