import type { KnownBlock } from '@slack/web-api';
import { oneLine } from '../domain/visible.ts';
import type { ComplianceRecord } from '../incident/compliance/report.ts';
import { fields, header, listing, markup } from './blocks.ts';
import { slackDate } from './dates.ts';
import { slackText } from './escape.ts';
import type { Message } from './messages.ts';

const PACKS_MAX = 5;
const LINES_MAX = 12;
const LINE_CHARS_MAX = 200;

/** The compliance record on a phone: what is kept, until when, where, and what speaks to which control. */
export function recordCard(record: ComplianceRecord): Message {
  const { incident, packs, controls, destruction } = record;
  const told: readonly (readonly [string, string])[] = [
    ['Status', incident.status],
    ['Retention', tellRetention(record)],
    ['Legal hold', tellHolds(record)],
    ['Ledger', `${record.ledger.size} entries`],
    ['Exports', String(record.exports.length)],
    ...(destruction === null ? [] : [['Destruction', destruction.state] as const]),
  ];
  return {
    text: [
      `Compliance record of ${incident.id}`,
      ...told.map(([name, value]) => `${name}: ${value}`),
      `Packs: ${packs.length}`,
      `Sign-offs: ${tellSignoffs(record)}`,
      `Controls: ${tellControls(record)}`,
    ].join('. '),
    blocks: [
      header(`Compliance record of ${incident.id}`),
      fields(told),
      ...packBlocks(packs),
      markup(`*Sign-offs*\n${tellSignoffs(record)}`),
      markup(`*Controls*\n${tellControls(record)}`),
      ...listing(
        'Not all is recorded for',
        controls.filter(({ recorded }) => recorded !== 'all').map(controlLine),
        LINES_MAX,
      ),
    ],
  };
}

function tellRetention({ retention, destruction }: ComplianceRecord): string {
  if (destruction !== null) return 'ended';
  const { until, due, rule, period, countedFrom } = retention;
  return `until ${slackDate(Date.parse(until))} (${rule}: ${period} from the ${countedFrom.what})${due ? ', due' : ''}`;
}

function tellHolds({ holds }: ComplianceRecord): string {
  const standing = holds.filter(({ releasedAt }) => releasedAt === null);
  return standing.length === 0
    ? 'none'
    : standing.map(({ id, reason }) => `${id}: ${slackText(reason ?? '', LINE_CHARS_MAX)}`).join(', ');
}

function packBlocks(packs: ComplianceRecord['packs']): readonly KnownBlock[] {
  if (packs.length === 0) return [markup('*Packs*\nnone')];
  return listing('Packs', packs.toReversed().map(packLine), PACKS_MAX);
}

function packLine({
  version,
  sha256,
  signer,
  attached,
  deliveries,
}: ComplianceRecord['packs'][number]): string {
  const where = deliveries.map(
    ({ destination, state, hold }) => `${destination} ${state}${hold === null ? '' : `, hold ${hold}`}`,
  );
  return [
    `Version ${version}, SHA-256 ${sha256}`,
    signer === null ? 'not sealed' : `sealed by ${oneLine(signer, LINE_CHARS_MAX)}`,
    attached === true ? 'attached' : `not attached: ${oneLine(attached, LINE_CHARS_MAX)}`,
    where.length === 0 ? 'not delivered elsewhere' : where.join('; '),
  ].join('. ');
}

/** What stands now: a decision that was revoked is not counted. */
function tellSignoffs({ signoffs }: ComplianceRecord): string {
  const revoked = new Set(
    signoffs.flatMap(({ body }) => (typeof body['revokes'] === 'string' ? body['revokes'] : [])),
  );
  const standing = signoffs.filter(
    ({ body }) => !revoked.has(String(body['signoff'])) && body['revokes'] === undefined,
  );
  const count = (type: string): number => standing.filter((entry) => entry.type === type).length;
  return `${count('signoff.approved')} approved, ${count('signoff.rejected')} rejected, ${count('signoff.requested')} asked for. \`/rca signoff list\` shows them`;
}

function tellControls({ controls }: ComplianceRecord): string {
  const count = (what: string): number => controls.filter(({ recorded }) => recorded === what).length;
  return controls.length === 0
    ? 'none are mapped'
    : `${count('all')} with all that speaks to them recorded, ${count('some')} with some, ${count('nothing')} with nothing`;
}

function controlLine({ control, framework, parts }: ComplianceRecord['controls'][number]): string {
  const lacking = parts.filter(({ recorded }) => recorded === null).map(({ part }) => part);
  return `${framework} ${control}: nothing recorded of ${lacking.join(', ')}`;
}
