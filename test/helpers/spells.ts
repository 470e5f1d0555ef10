const SPELL = /^(none|\d+(?:\.\d+)?)(?: from (\d\d):(\d\d) to (\d\d):(\d\d))?$/;

interface Spell {
  readonly value: number | null;
  readonly fromMinute: number;
  readonly toMinute: number;
}

function spellOf(text: string): Spell {
  const match = SPELL.exec(text.trim());
  if (match === null) throw new Error(`not a spell of values: ${text}`);
  const [, value, fromHour, fromMinute, toHour, toMinute] = match;
  const isWhole = fromHour === undefined;
  return {
    value: value === 'none' ? null : Number(value),
    fromMinute: isWhole ? 0 : Number(fromHour) * 60 + Number(fromMinute),
    toMinute: isWhole ? Number.POSITIVE_INFINITY : Number(toHour) * 60 + Number(toMinute),
  };
}

/** A value a minute: `40; 90 from 12:00 to 12:15; none from 13:00 to 13:30`, the last that fits counts. */
export function valuesOver(text: string, minutes: number): readonly (number | null)[] {
  const spells = text.split(';').map(spellOf);
  return Array.from(
    { length: minutes },
    (_, minute) =>
      spells.findLast(({ fromMinute, toMinute }) => minute >= fromMinute && minute < toMinute)?.value ?? null,
  );
}
