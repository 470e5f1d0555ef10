import { join } from 'node:path';
import type { Logger } from 'pino';
import type { App } from '../app.ts';
import type { Config } from '../config.ts';
import type { Handlers } from '../jobs/jobs.ts';
import { createAccess } from '../slack/access/access.ts';
import { createUserGroups } from '../slack/access/groups.ts';
import type { SlackAppOptions } from '../slack/app.ts';
import { createDownload } from '../slack/capture/download.ts';
import { createChannels } from '../slack/channel/open-channel.ts';
import { createSlackClient, createSlackReader, createTokenClient } from '../slack/client.ts';
import { slackHandlers } from '../slack/handlers.ts';
import { handlersByTenant } from '../slack/handlers-by-tenant.ts';
import { installRoutes } from '../slack/install/install-routes.ts';
import { createInstallations } from '../slack/install/installations.ts';
import { refreshBy } from '../slack/install/refresh.ts';
import { createSeal, stateSecret } from '../slack/install/seal.ts';
import type { SlackMetrics } from '../slack/metrics.ts';
import { createPeople, type People } from '../slack/people.ts';
import { alertHandlers } from '../webhooks/handlers.ts';

export interface SlackDeps {
  readonly app: App;
  readonly log: Logger;
  readonly metrics: SlackMetrics;
}

/** What jobs and intake of Slack work with. */
export interface OpenedSlack {
  readonly handlers: Handlers;
  readonly intake: Pick<SlackAppOptions, 'zones' | 'tokens' | 'pages'>;
}

type SlackConfig = NonNullable<Config['slack']>;

/** Null without Slack. One workspace by its token, or many that installed the app by OAuth. */
export function openSlack(deps: SlackDeps): OpenedSlack | null {
  const { slack } = deps.app.config;
  if (slack === null) return null;
  if (slack.oauth !== null) return openMany(slack, slack.oauth, deps);
  const { handlers, people } = openOne(slack, slack.botToken ?? '', deps);
  return { handlers, intake: { zones: people } };
}

function openOne(
  slack: SlackConfig,
  botToken: string,
  { app, log, metrics }: SlackDeps,
): { readonly handlers: Handlers; readonly people: People } {
  const { apiUrl, nudges } = slack;
  const { webhooks } = app.config;
  const client = createSlackClient({ botToken, apiUrl }, log);
  const people = createPeople(client, log);
  const groups = createUserGroups(client);
  const handlers = slackHandlers({
    client,
    zones: people,
    access: createAccess(client, people, groups, slack),
    channels: createChannels(client, app.slackLinks, groups, slack),
    reader: createSlackReader({ botToken, apiUrl }, log),
    download: createDownload({ botToken, apiUrl }),
    capture: app.capture,
    useCases: app.useCases,
    draftsDir: join(app.config.home, 'drafts'),
    jobs: app.jobs,
    links: app.slackLinks,
    cards: app.cards,
    homes: app.homes,
    nudges,
    alertChannels: { alertmanager: webhooks.alertmanager?.channel, pagerduty: webhooks.pagerduty?.channel },
    metrics,
    log,
  });
  return { handlers, people };
}

function openMany(
  slack: SlackConfig,
  oauth: NonNullable<SlackConfig['oauth']>,
  deps: SlackDeps,
): OpenedSlack {
  const { app, log } = deps;
  const { webhooks } = app.config;
  const installations = createInstallations(
    app.slackInstallations,
    createSeal(app.masterKey),
    refreshBy(createTokenClient(slack, log), oauth, app.context.nowMs),
    app.context.nowMs,
    oauth.installations,
  );
  const peoples = new Set<People>();
  const handlers = handlersByTenant({
    installations,
    links: app.slackLinks,
    alertTenants: { alertmanager: webhooks.alertmanager?.team, pagerduty: webhooks.pagerduty?.team },
    otherwise: alertHandlers(app.useCases),
    open(botToken, sources) {
      const bound = { ...app, useCases: app.useCasesOf(new Set(sources)) };
      const { handlers: ofOne, people } = openOne(slack, botToken, { ...deps, app: bound });
      if (peoples.size >= PEOPLES_MAX) peoples.clear();
      peoples.add(people);
      return ofOne;
    },
    log,
  });
  const pages = installRoutes({
    ...oauth,
    apiUrl: slack.apiUrl,
    stateSecret: stateSecret(app.masterKey),
    installations,
    log,
  });
  return { handlers, intake: { zones: zonesOf(peoples), tokens: installations, pages } };
}

/** What is known of people is a cache: dropping it costs asking again. */
const PEOPLES_MAX = 1_000;

/** Ids of people are unique over all workspaces. */
const zonesOf = (peoples: ReadonlySet<People>): SlackAppOptions['zones'] => ({
  known(userId) {
    for (const people of peoples) {
      const zone = people.known(userId);
      if (zone !== null) return zone;
    }
    return null;
  },
});
