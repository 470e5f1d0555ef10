import type { Logger } from 'pino';
import { RcaError } from '../domain/errors.ts';
import type { SlackLinks } from '../incident/slack-links.ts';
import type { Handlers, JobData, JobName } from '../jobs/jobs.ts';
import type { Installations } from './install/installations.ts';

export interface ByTenantOptions {
  readonly installations: Pick<Installations, 'tokenOf' | 'sourcesOf' | 'onlyTenant'>;
  readonly links: Pick<SlackLinks, 'tenantsOf'>;
  /** Tenant in which incidents of an alerting system are told; without it the only one. */
  readonly alertTenants: Readonly<Partial<Record<JobData['alert.opened']['origin'], string | undefined>>>;
  /** What is done without Slack when no workspace has the app. */
  readonly otherwise: Handlers;
  /** The handlers of one workspace, which collects from these sources alone. */
  open(botToken: string, sources: readonly string[]): Handlers;
  readonly log: Logger;
}

const OPEN_MAX = 1_000;

/**
 * Handlers for many workspaces: each job is worked on with the token of its own tenant, and no other. A job of a
 * workspace that has uninstalled the app meanwhile is dropped, but for what is done without Slack.
 */
export function handlersByTenant(options: ByTenantOptions): Handlers {
  const opened = new Map<string, Handlers>();
  const handlersOf = ({ token, sources }: Served): Handlers => {
    const handlers = opened.get(token) ?? options.open(token, sources);
    if (opened.size >= OPEN_MAX) opened.clear();
    opened.set(token, handlers);
    return handlers;
  };
  const byTenant = <Name extends JobName>(name: Name) => [
    name,
    async (job: JobData[Name]) => {
      const served = await servedBy(job, options);
      if (served !== null) return handlersOf(served)[name]?.(job);
      options.log.warn({ job: name }, 'a job is not told in Slack: its workspace does not have the app');
      await options.otherwise[name]?.(job);
    },
  ];
  return Object.fromEntries((Object.keys(options.open('', [])) as JobName[]).map(byTenant));
}

interface Served {
  readonly token: string;
  readonly sources: readonly string[];
}

/** Null: nobody has the app there any more. */
async function servedBy(job: JobData[JobName], options: ByTenantOptions): Promise<Served | null> {
  const tenant = await tenantFor(job, options);
  if (tenant === null) return null;
  try {
    const { installations } = options;
    return { token: await installations.tokenOf(tenant), sources: await installations.sourcesOf(tenant) };
  } catch (error) {
    if (error instanceof RcaError && error.code === 'SLACK_NOT_INSTALLED') return null;
    throw error;
  }
}

/** A job names its tenant, or its incident, which is in channels of one. */
async function tenantFor(
  job: JobData[JobName],
  { links, alertTenants, installations }: ByTenantOptions,
): Promise<string | null> {
  if ('teamId' in job) return job.teamId;
  const [linked = null] = 'incident' in job ? await links.tenantsOf(job.incident) : [];
  if (linked !== null || !('origin' in job)) return linked;
  return alertTenants[job.origin] ?? installations.onlyTenant();
}
