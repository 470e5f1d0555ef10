import { family, trailAttributes } from './entry.ts';

const configuration = {
  facets: { subject: ['config.name'] },
  attributes: [...trailAttributes, 'config.*', 'waf.*'],
} as const;

/** What is changed in what runs, and how it runs. */
export const change = family(
  { attributes: [...trailAttributes] },
  {
    'config.changed': {
      ...configuration,
      one: 'configuration change',
      many: 'configuration changes',
      titles: [
        '{config.key|configuration} of {config.name} changed to {config.to!}',
        '{summary}: {config.name!}',
        '{summary}',
      ],
      change: 'configuration',
    },
    'deploy.started': {
      one: 'deployment started',
      many: 'deployments started',
      titles: ['{summary}: {service.name}, {deployment.id|version not named}'],
      facets: { subject: ['service.name'] },
      attributes: [...trailAttributes, 'service.name', 'deployment.id'],
      change: 'deployment',
    },
    'scale.changed': {
      one: 'change of scale',
      many: 'changes of scale',
      titles: [
        '{summary}: {service.name}, to {scale.to!}',
        '{summary}: {service.name!}',
        '{summary}: {resource.id}',
      ],
      facets: { subject: ['service.name', 'resource.id'] },
      attributes: [...trailAttributes, 'service.name', 'scale.to'],
      change: 'scale',
    },
    /** What a configuration was when it was read. */
    'config.observed': {
      ...configuration,
      one: 'configuration read',
      many: 'configurations read',
      titles: ['{config.key|configuration} of {config.name} was {config.value|read}'],
    },
    'resource.created': {
      one: 'resource created',
      many: 'resources created',
      titles: ['{summary}: {resource.id!}', '{summary}'],
      identity: ['resource.id'],
      facets: { action: ['event.name'], actor: ['user.name'] },
      change: 'resource',
    },
    'resource.deleted': {
      one: 'resource deleted',
      many: 'resources deleted',
      titles: ['{summary}: {resource.id!}', '{summary}'],
      identity: ['resource.id'],
      facets: { action: ['event.name'], actor: ['user.name'] },
      change: 'resource',
    },
  },
);
