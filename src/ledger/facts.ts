/** The facts that a template names of a body; none when a member that it names is missing or null. */
export function filled(template: string, body: unknown): readonly string[] {
  const parts = template.split(/[{}]/);
  return parts.reduce<readonly string[]>(
    (facts, part, at) => {
      const values = at % 2 === 0 ? [part] : valuesAt(body, part);
      return facts.flatMap((fact) => values.map((value) => `${fact}${value}`));
    },
    [''],
  );
}

function valuesAt(body: unknown, slot: string): readonly string[] {
  if (slot.endsWith('-1')) return valuesAt(body, slot.slice(0, -2)).map((value) => String(Number(value) - 1));
  const [list, inner] = slot.split('*');
  if (inner === undefined) return told(memberAt(body, slot));
  const members = memberAt(body, list ?? '');
  if (!Array.isArray(members)) return [];
  return members.flatMap((member) => told(inner === '' ? member : memberAt(member, inner.slice(1))));
}

const memberAt = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (found, member) =>
        typeof found === 'object' && found !== null && Object.hasOwn(found, member)
          ? (found as Readonly<Record<string, unknown>>)[member]
          : undefined,
      value,
    );

const told = (value: unknown): readonly string[] =>
  value === undefined || value === null ? [] : [String(value)];
