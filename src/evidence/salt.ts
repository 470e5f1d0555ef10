import { randomBytes } from 'node:crypto';

/** Of a commitment that is made now. Apart from it: those who check commitments make no salts. */
export const newSalt = (): string => randomBytes(32).toString('hex');
