import { note } from './note.ts';
import { pack } from './pack.ts';
import { start } from './start.ts';
import { status } from './status.ts';

/** What can be written after `/rca`, in the order in which help lists it; help itself is in command.ts. */
export const slackVerbs = { start, status, note, pack } as const;

export type WorkVerb = keyof typeof slackVerbs;

/** What each verb was given. */
export type ArgumentsOf<Verb extends WorkVerb> = ReturnType<(typeof slackVerbs)[Verb]['parse']>;
