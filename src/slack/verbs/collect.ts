import { userError } from '../../domain/errors.ts';
import type { Window } from '../../domain/time.ts';
import { slackDate } from '../dates.ts';
import { slackText } from '../escape.ts';
import { requestHistory } from '../history/read-history.ts';
import { postProgress } from '../watch-collection.ts';
import { incidentHere } from './incident-here.ts';
import { parseStart } from './start-options.ts';
import { actorOf, type SlackVerb } from './verb.ts';

export interface CollectArguments {
  /** Empty: all that are configured. */
  readonly sources: readonly string[];
  /** Null: the incident's. */
  readonly window: Window | null;
}

export const collect: SlackVerb<CollectArguments> = {
  usage: {
    line: 'collect [source …] [since 2h | from T to T]',
    does: 'asks all sources again, or those named, for the incident’s window or another. What is held already is not added twice.',
    example: '/rca collect edge-waf slis since 30m',
  },
  parse(argument, moment) {
    const { title, window, severity, services } = parseStart(argument, moment);
    if (severity !== null || services.length > 0) {
      throw userError({
        code: 'COLLECT_OPTIONS_INVALID',
        message: 'a collection has no severity and no service',
        mend: 'write /rca collect edge-waf since 2h',
      });
    }
    return { sources: title === null ? [] : title.split(/[\s,]+/), window };
  },
  ack: ({ sources, window }) =>
    `Collecting from ${sources.length === 0 ? 'all sources' : slackText(sources.join(', '), 300)}${
      window === null
        ? ' for the incident’s window'
        : ` from ${slackDate(window.fromMs)} to ${slackDate(window.toMs)}`
    }. The progress appears here.`,
  async carryOut({ sources, window }, job, work) {
    const incident = await incidentHere(job, work);
    const asked = { ...(sources.length === 0 ? {} : { sources }), ...(window === null ? {} : { window }) };
    const collection = await work.useCases.requestCollection(incident, asked, actorOf(job), job.key);
    if (sources.length === 0) await requestHistory(incident, window, job.key, job, work);
    await postProgress(incident, collection.id, job.channelId, work);
  },
};
