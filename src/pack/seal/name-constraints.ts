import type { CertificateFacts, NameFacts } from './certificate-facts.ts';
import { isWithin, nameText } from './distinguished-name.ts';

/** Names that a certificate may be for under one that constrains them (RFC 5280, 4.2.1.10). */
export function constraintProblems(below: CertificateFacts, above: CertificateFacts): readonly string[] {
  if (above.nameConstraints === null) return [];
  const { permitted, excluded } = above.nameConstraints;
  return below.names.flatMap((name) => {
    const sameKind = permitted.filter((one) => isSameKind(one, name));
    const ruled = sameKind.length > 0 || excluded.some((one) => isSameKind(one, name));
    if (ruled && name.kind === 'other')
      return [`${above.name} constrains names of a kind that is not judged`];
    if (excluded.some((one) => covers(one, name))) {
      return [`${above.name} excludes the name ${textOf(name)} of ${below.name}`];
    }
    return sameKind.length === 0 || sameKind.some((one) => covers(one, name))
      ? []
      : [`${above.name} does not permit the name ${textOf(name)} of ${below.name}`];
  });
}

const isSameKind = (one: NameFacts, other: NameFacts): boolean =>
  one.kind === other.kind && (one.kind !== 'other' || other.kind !== 'other' || one.tag === other.tag);

function covers(constraint: NameFacts, name: NameFacts): boolean {
  if (constraint.kind === 'directory') {
    return name.kind === 'directory' && isWithin(name.name, constraint.name);
  }
  if (constraint.kind === 'dns') return name.kind === 'dns' && isHostWithin(name.text, constraint.text);
  if (constraint.kind === 'email') return name.kind === 'email' && isMailWithin(name.text, constraint.text);
  return false;
}

const isHostWithin = (host: string, domain: string): boolean => {
  const [own, above] = [host.toLowerCase(), domain.toLowerCase()];
  return above === '' || own === above || own.endsWith(above.startsWith('.') ? above : `.${above}`);
};

/** A mailbox, all mailboxes of a host, or with a dot before it those of a domain. */
function isMailWithin(mail: string, constraint: string): boolean {
  if (constraint === '') return true;
  if (constraint.includes('@')) return mail === constraint;
  const host = mail.slice(mail.lastIndexOf('@') + 1).toLowerCase();
  const wanted = constraint.toLowerCase();
  return wanted.startsWith('.') ? host.endsWith(wanted) : host === wanted;
}

const textOf = (name: NameFacts): string =>
  name.kind === 'directory' ? nameText(name.name) : name.kind === 'other' ? `of kind ${name.tag}` : name.text;
