import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pino } from 'pino';
import { openApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { wafRecord } from '../sources/recording.ts';

const AT_MS = Date.parse('2026-01-27T10:00:00Z');
const LEAD = 'cli:lead';

export interface MadePack {
  readonly folder: string;
  readonly file: string;
  readonly incident: string;
  clear(): Promise<void>;
}

/** The pack of an incident with everything that its ledger commits to: corrected, worded, withdrawn, signed off. */
export async function madePack(configuration: Readonly<Record<string, unknown>> = {}): Promise<MadePack> {
  const folder = await mkdtemp(join(tmpdir(), 'rca-recompute-'));
  const env = { RCA_BROWSER: process.env['RCA_BROWSER'] };
  const own = join(folder, 'rca.yaml');
  await writeFile(own, JSON.stringify(configuration));
  const home = join(folder, 'home');
  const config = readConfig({ home, file: own, cwd: folder, env, sourceTypes: new Map() });
  const app = await openApp(config, { log: pino({ enabled: false }), nowMs: Date.now });
  const { useCases } = app;
  const window = { fromMs: AT_MS - 3_600_000, toMs: AT_MS + 3_600_000 };
  const { id: incident } = await useCases.start(
    { title: 'Probing of /api/v1/search', severity: 'sev2', services: ['search', 'edge | proxy'], window },
    LEAD,
  );
  const records = (from: number, count: number, changes: Readonly<Record<string, unknown>> = {}) =>
    Array.from({ length: count }, (_, at) => JSON.stringify(wafRecord(AT_MS + from + at * 900, changes)));
  const file = (name: string, lines: readonly string[]) => ({
    name,
    bytes: Readable.from([Buffer.from(`${lines.join('\n')}\n`)]),
    format: null,
    capturedAtMs: AT_MS,
  });
  await useCases.importFile(incident, file('waf.log', records(0, 40)), LEAD);
  await useCases.importFile(incident, file('later.log', records(600_000, 9, { action: 'ALLOW' })), LEAD);
  await useCases.importFile(incident, file('other.log', records(900_000, 3)), LEAD);
  await useCases.withdraw(incident, 'E-0003', 'log of another host', LEAD);
  await useCases.note(incident, { text: 'Paged', atMs: AT_MS + 60_000, phase: 'acknowledged' }, LEAD);
  const { id: note } = await useCases.note(
    incident,
    { text: 'Canary at 20 %', atMs: AT_MS + 120_000, phase: null },
    LEAD,
  );
  await useCases.editNote(
    incident,
    note,
    { text: 'Canary at 10 %', atMs: AT_MS + 120_000, phase: null },
    LEAD,
  );
  await useCases.writeSection(
    incident,
    { kind: 'impact', text: 'No order was lost.', area: 'requests', evidence: ['E-0001'] },
    LEAD,
  );
  const { entry } = await useCases.writeSection(incident, { kind: 'lesson', text: 'Bots came first.' }, LEAD);
  await useCases.writeSection(
    incident,
    { kind: 'action', text: 'Block mode for the canary', owner: 'platform', type: 'preventive' },
    LEAD,
  );
  await useCases.writeSection(
    incident,
    { kind: 'wording', text: 'Forty never reached us.', sentence: 'impact.requests' },
    LEAD,
  );
  await useCases.editSection(incident, entry.id, { kind: 'lesson', text: 'Bots came before people.' }, LEAD);
  const pack = join(folder, 'pack.pdf');
  const { sha256 } = await useCases.pack(incident, pack, LEAD);
  await useCases.requestSignoff(
    incident,
    { role: 'security', document: 'evidence-pack', reason: null },
    LEAD,
  );
  await useCases.decideSignoff(
    incident,
    { decision: 'approved', role: 'security', sha256, reason: 'read in full' },
    'cli:reviewer',
  );
  await useCases.setSeverity(incident, 'sev1', LEAD);
  await useCases.pack(incident, pack, LEAD);
  await app.close();
  return { folder, file: pack, incident, clear: () => rm(folder, { recursive: true }) };
}
