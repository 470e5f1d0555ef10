import type { Seeded } from './seeded.ts';

/** What has to be found always, and what mostly. */
export type LeakGroup = 'family' | 'name' | 'sql' | 'other';

export interface Leak {
  readonly text: string;
  /** The part that nobody may see. */
  readonly core: string;
}

export interface LeakKind {
  readonly id: string;
  readonly group: LeakGroup;
  write(seeded: Seeded): Leak;
}

/** How a text comes to us. */
export interface Carrier {
  readonly id: string;
  readonly mediaType: string;
  carry(text: string, seeded: Seeded): Buffer;
  /** The secret as it would still be read in what was carried. */
  traces(core: string, carried: Buffer): readonly Buffer[];
}

type Form = (name: string, value: string) => string;

/** A value behind one of some names, in one form. */
export const namedKinds = (
  names: readonly string[],
  forms: Readonly<Record<string, Form>>,
): readonly LeakKind[] =>
  Object.entries(forms).map(([id, form]) => ({
    id,
    group: 'name',
    write(seeded) {
      const core = seeded.int(2) === 0 ? seeded.machine() : seeded.human();
      return { text: form(seeded.pick(names), core), core };
    },
  }));

/** A value in a text of its own form. */
export const kindsOf = (
  group: LeakGroup,
  forms: Readonly<
    Record<
      string,
      readonly [core: (seeded: Seeded) => string, form: (core: string, seeded: Seeded) => string]
    >
  >,
): readonly LeakKind[] =>
  Object.entries(forms).map(([id, [makeCore, form]]) => ({
    id,
    group,
    write(seeded) {
      const core = makeCore(seeded);
      return { text: form(core, seeded), core };
    },
  }));

export const human = (seeded: Seeded): string => seeded.human();
export const machine = (seeded: Seeded): string => seeded.machine();
