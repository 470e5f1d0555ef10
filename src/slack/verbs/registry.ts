import { collect } from './collect.ts';
import { gaps } from './gaps.ts';
import { gates } from './gates.ts';
import {
  cancel,
  close,
  draft,
  merge,
  mitigated,
  rename,
  reopen,
  resolved,
  severity,
  withdraw,
} from './lifecycle.ts';
import { note } from './note.ts';
import { pack } from './pack.ts';
import { probe } from './probe.ts';
import { record } from './record.ts';
import { action, cause, control, impact, lesson, wording } from './sections.ts';
import { signoff } from './signoff.ts';
import { start } from './start.ts';
import { status } from './status.ts';
import { timeline } from './timeline.ts';
import { why } from './why.ts';
import { window } from './window.ts';

/** What can be written after `/rca`, in the order in which help lists it; help itself is in command.ts. */
export const slackVerbs = {
  start,
  status,
  note,
  timeline,
  window,
  collect,
  gaps,
  gates,
  why,
  probe,
  mitigated,
  resolved,
  draft,
  pack,
  signoff,
  record,
  impact,
  cause,
  lesson,
  action,
  control,
  wording,
  severity,
  rename,
  withdraw,
  reopen,
  close,
  cancel,
  merge,
} as const;

export type WorkVerb = keyof typeof slackVerbs;

/** What each verb was given. */
export type ArgumentsOf<Verb extends WorkVerb> = ReturnType<(typeof slackVerbs)[Verb]['parse']>;
