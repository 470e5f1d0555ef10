import { userError } from '../../domain/errors.ts';
import type { Incident } from '../../domain/incident.ts';
import { TimeQuestion } from '../../domain/time-words/question.ts';
import type { Moment } from '../../domain/time-words/resolve.ts';
import { takeSpan } from '../../domain/time-words/take.ts';
import type { WindowInput } from '../../incident/use-cases.ts';
import { slackDate } from '../dates.ts';
import { touchCard } from '../live-card.ts';
import { incidentHere } from './incident-here.ts';
import { actorOf, type SlackVerb } from './verb.ts';

/** `from T to T`, either of them alone, `since 2h`, `follow`; null for nothing: the window is shown. */
function parseWindow(text: string, moment: Moment): WindowInput | null {
  if (text === '') return null;
  if (text.toLowerCase() === 'follow') return { follows: true };
  const { rest, span, asked } = takeSpan(text, moment);
  if (asked !== null) {
    const instead = asked.choices.map((choice) => ({ label: choice.label, text: asked.rewrite(choice) }));
    if (instead.length > 0) throw new TimeQuestion(asked, instead);
  }
  if (span === null || rest !== '') throw notUnderstood(text);
  const { fromMs, toMs } = span;
  if (fromMs !== null && toMs !== null && toMs <= fromMs) {
    throw userError({
      code: 'WINDOW_INVALID',
      message: 'the window ends before it starts',
      mend: 'write from 09:00 to 11:30, the earlier time first',
    });
  }
  return { ...(fromMs !== null && { fromMs }), ...(toMs !== null && { toMs }) };
}

const notUnderstood = (text: string): Error =>
  userError({
    code: 'WINDOW_INVALID',
    message: `"${text}" is not understood as a window`,
    mend: 'write /rca window from 09:00 to 11:30, /rca window to 14:05 or /rca window follow',
  });

const tellAsked = ({ fromMs, toMs, follows }: WindowInput): string =>
  [
    ...(fromMs === undefined ? [] : [`from ${slackDate(fromMs)}`]),
    ...(toMs === undefined ? [] : [`to ${slackDate(toMs)}`]),
    ...(follows ? ['with an end that follows the incident'] : []),
  ].join(' ');

const tellWindow = ({ id, window, windowFollows }: Incident): string =>
  `The window of ${id} is ${slackDate(Date.parse(window.from))} to ${slackDate(Date.parse(window.to))}${
    windowFollows ? '; its end follows the incident' : ''
  }.`;

export const window: SlackVerb<WindowInput | null> = {
  usage: {
    line: 'window [from T to T | from T | to T | since 2h | follow]',
    does: 'shows the window that the incident is judged over, or sets it. An end that is set stays; with “follow” it goes with the incident again.',
    example: '/rca window from 09:00 to 11:30',
  },
  parse: parseWindow,
  ack: (asked) =>
    asked === null
      ? 'Reading the window. It appears here.'
      : `Setting the window ${tellAsked(asked)}. It is said here.`,
  needs: (asked) => (asked === null ? 'read' : 'respond'),
  async carryOut(asked, job, work) {
    const incident = await incidentHere(job, work);
    const { useCases, messenger } = work;
    const say = (text: string) => messenger.postOnce(`${job.key}:window`, job.channelId, { text });
    if (asked === null) {
      const report = await useCases.window(incident);
      const before = report.versions.length - 1;
      await say(
        `${tellWindow(report.incident)}${before === 0 ? '' : ` It was changed ${before === 1 ? 'once' : `${before} times`}.`}`,
      );
      return;
    }
    const changed = await useCases.setWindow(incident, asked, actorOf(job), job.key);
    await say(`${tellWindow(changed)} /rca collect asks the sources for what it takes in now.`);
    await touchCard(incident, work, { judge: true });
  },
};
