import type { Change } from '../domain/understanding.ts';

const RECORDS = /\bdns\b|record ?sets?|hosted ?zone|name ?servers?|resolver|route ?53/i;

/** Whether what names lead to was changed; that is explained as name resolution, and not as configuration too. */
export const changesRecords = ({ what, subject }: Change): boolean => RECORDS.test(`${what} ${subject}`);
