import type { Incident } from '../domain/incident.ts';
import { toIso } from '../domain/time.ts';
import { alertActor } from '../incident/alerts.ts';
import type { JobData } from '../jobs/jobs.ts';
import { collectForAlert } from '../webhooks/handlers.ts';
import { homeOf } from './access/access.ts';
import type { Work } from './handlers.ts';
import { requestHistoryAs } from './history/read-history.ts';
import { tenantOf } from './tenant.ts';
import { openWith } from './verbs/start.ts';

type Job = JobData['alert.opened'];

/**
 * Collects for an incident that an alert has opened and posts its card: in the configured channel, when that has no
 * incident yet; else in a channel of its own, which is told in the configured one. Once, however often it runs.
 */
export async function announceAlert(job: Job, work: Work): Promise<void> {
  const collection = await collectForAlert(job, work.useCases);
  const incident = await work.useCases.incident(job.incident);
  const { teamId, enterpriseId } = await homeOf(work.client);
  const tenant = tenantOf(enterpriseId ?? undefined, teamId);
  const configured = work.alertChannels?.[job.origin];
  if (configured !== undefined && (await isLinked(job, tenant, configured, work))) {
    const place = { teamId: tenant, channelId: configured };
    await requestHistoryAs(alertActor(job.origin), incident.id, null, `${job.key}/first`, place, work);
    await openWith(incident, collection.id, configured, asked(job), work);
    return;
  }
  const channel = await inNewChannel(incident, collection.id, tenant, job, work);
  if (configured === undefined) return;
  await work.messenger.postOnce(`${job.key}:moved`, configured, {
    text: `An alert has opened ${incident.id}. It is worked on in <#${channel}>.`,
  });
}

const asked = ({ key }: Job) => ({ key, triggeredAt: toIso(Date.now()) });

async function isLinked(job: Job, tenant: string, channel: string, { links }: Work): Promise<boolean> {
  const link = await links.link(tenant, channel, { incident: job.incident, requestKey: job.key });
  return link.incident === job.incident;
}

async function inNewChannel(
  incident: Incident,
  collection: string,
  tenant: string,
  job: Job,
  work: Work,
): Promise<string> {
  const channel = await work.channels.open(incident, job.key);
  await work.links.link(tenant, channel, { incident: incident.id, requestKey: job.key });
  const card = await openWith(incident, collection, channel, asked(job), work);
  await work.channels.furnish(channel, incident, null, [['Incident card', card]]);
  return channel;
}
