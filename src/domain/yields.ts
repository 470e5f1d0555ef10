import type { FormatId } from './formats.ts';
import { access } from './vocabulary/access.ts';
import { change } from './vocabulary/change.ts';
import { credential } from './vocabulary/credential.ts';
import { data } from './vocabulary/data.ts';
import { host } from './vocabulary/host.ts';
import type { Kind } from './vocabulary/index.ts';
import { logging } from './vocabulary/logging.ts';

const namesOf = <Name extends string>(family: Readonly<Record<Name, unknown>>): readonly Name[] =>
  Object.keys(family) as Name[];

const ALERTS = ['alert.fired', 'alert.acknowledged', 'alert.resolved'] as const;
const VERDICTS = ['waf.blocked', 'waf.challenged', 'waf.counted', 'waf.allowed', 'waf.detected'] as const;
const SIGN_INS = ['auth.failed', 'auth.succeeded'] as const;

/**
 * The kinds of facts that each format can give. Whether something was looked at is asked by kind, never by the name
 * of a format.
 */
const yields: Readonly<Record<FormatId, readonly Kind[]>> = {
  'aws.waf-log': VERDICTS,
  'aws.waf-sampled': [],
  'aws.cloudtrail': [
    ...SIGN_INS,
    ...namesOf(credential),
    ...namesOf(change),
    ...namesOf(access),
    ...namesOf(data),
    ...namesOf(logging),
    ...namesOf(host),
    'finding.reported',
  ],
  'cloudwatch.insights': ['waf.total'],
  'modsecurity.v3-json': [...VERDICTS, 'waf.undecided'],
  'postgres.json': [
    ...SIGN_INS,
    'db.statement',
    'db.role-changed',
    'db.connection-refused',
    'db.error',
    'data.read',
    'data.written',
  ],
  'prometheus.query': ['sli.sample', 'alert.fired', 'alert.resolved'],
  'alertmanager.webhook': ['alert.fired', 'alert.resolved'],
  'pagerduty.webhook': ALERTS,
  jwks: ['credential.present'],
  'config.snapshot': ['config.observed'],
  'slack.history': ['message', 'alert.fired', 'alert.acknowledged', 'alert.resolved'],
  'probe.result': ['probe.result'],
  text: [],
  binary: [],
};

export const canYield = (format: FormatId, kind: Kind): boolean => yields[format].includes(kind);
