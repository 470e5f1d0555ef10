import { type Gate, insufficient } from './gate.ts';

const unanswered = (id: string, why: string): Gate => ({ id, judge: () => insufficient(why) });

export const scans = unanswered('scans', 'No scanner report is in evidence.');
export const load = unanswered('load', 'No load test is in evidence.');
