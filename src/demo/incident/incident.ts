import { toIso } from '../../domain/time.ts';
import type { Recording, Truth } from '../recording.ts';
import { populationOf } from './clients.ts';
import { databaseLog } from './database-log.ts';
import { entriesOf } from './entries.ts';
import { indicatorsOf } from './indicators.ts';
import { keySets } from './keys.ts';
import { logGroup, region, rules, webAclArn } from './names.ts';
import { randomOf } from './random.ts';
import { type Story, storyOf } from './story.ts';
import { trailOf } from './trail.ts';
import { counts, wafTraffic } from './waf-traffic.ts';
import { loggingReply, webAclReply } from './web-acl.ts';

const MINUTE_MS = 60_000;

/**
 * SQL-injection probing of a shop's search while a canary release took 25 to 50 % of its traffic. `anchorMs`
 * is the end of the window of 24 hours, a whole hour. The same anchor and seed give the same recording.
 */
export function recordedIncident(anchorMs: number, seed = 20_260_127): Recording {
  const story = storyOf(anchorMs);
  const random = randomOf(seed);
  const population = populationOf(random);
  return {
    anchorMs,
    window: { fromMs: story.fromMs, toMs: anchorMs },
    title: 'SQL injection probing of /api/v1/search during the search-v2 canary',
    waf: {
      region,
      webAclArn,
      logGroup,
      records: wafTraffic(story, population, random),
      webAcl: webAclReply,
      loggingConfiguration: loggingReply,
    },
    trail: { region, records: trailOf(story, random) },
    prometheus: indicatorsOf(story),
    files: [
      { name: 'jwks-before.json', text: keySets.before, capturedAtMs: story.keyPublishedMs - 10 * MINUTE_MS },
      { name: 'jwks-during.json', text: keySets.during, capturedAtMs: story.keyPublishedMs + 2 * MINUTE_MS },
      { name: 'jwks-after.json', text: keySets.after, capturedAtMs: story.keyRemovedMs + 5 * MINUTE_MS },
      { name: 'postgresql.json', text: databaseLog(story, random), capturedAtMs: anchorMs - 20 * MINUTE_MS },
    ],
    notes: notesOf(story),
    entries: entriesOf(story),
    truth: truthOf(story),
  };
}

const notesOf = ({ acknowledgedMs, mitigatedMs, canary, resolvedMs }: Story): Recording['notes'] => [
  {
    atMs: acknowledgedMs,
    phase: 'acknowledged',
    text: 'On-call engineer, shop: page acknowledged. 5xx on search rise with the canary, many odd queries at the edge.',
  },
  {
    atMs: (canary.at(-1)?.atMs ?? acknowledgedMs) + MINUTE_MS,
    phase: null,
    text: 'Release manager: canary of search-v2 taken back from 50 to 25 percent. Errors go on, so the release is not the trigger.',
  },
  {
    atMs: mitigatedMs + 2 * MINUTE_MS,
    phase: null,
    text: `Security engineer: SQL injection rules of the edge set from COUNT to BLOCK at ${toIso(mitigatedMs)}.`,
  },
  {
    atMs: resolvedMs + 12 * MINUTE_MS,
    phase: null,
    text: 'Incident lead: indicators are back. Signing key, database role and deployment key are rotated as a precaution.',
  },
];

function truthOf(story: Story): Truth {
  const blocksByRuleSet = {
    [rules.sqli]: counts.sqliBlocked,
    [rules.bots]: counts.botsBlocked,
    [rules.rateLimit]: counts.rateLimited,
    [rules.authorization]: counts.unauthorized,
  };
  return {
    blocks: Object.values(blocksByRuleSet).reduce((sum, count) => sum + count, 0),
    botBlocks: counts.botsBlocked,
    counted: counts.sqliCounted + counts.sqliNoise,
    blocksByRuleSet,
    phases: {
      started: story.startedMs,
      detected: story.detectedMs,
      acknowledged: story.acknowledgedMs,
      mitigated: story.mitigatedMs,
      resolved: story.resolvedMs,
    },
  };
}
