import { standingNotes } from '../domain/incident.ts';
import { latestEntries } from '../domain/section.ts';
import { toIso } from '../domain/time.ts';
import type { NewNote } from '../evidence/store.ts';
import { choose } from '../timeline/choose.ts';
import { caseOf, findings, rebuild, standingGaps } from './case.ts';
import { checkpoint } from './checkpoint.ts';
import { collectAll, openCollection } from './collect.ts';
import { deliverPending, spreadHold } from './compliance/deliver.ts';
import { destroy, requestDestruction } from './compliance/destroy.ts';
import { fetchPack } from './compliance/fetch.ts';
import { placeHold, releaseHold } from './compliance/holds.ts';
import { population, retentionList } from './compliance/overview.ts';
import { complianceRecord } from './compliance/report.ts';
import { act, type Context } from './context.ts';
import { custodyOf } from './custody.ts';
import { exportIncident } from './export.ts';
import { judgedGates } from './gates.ts';
import { importInto } from './import.ts';
import { queueSources } from './jobs.ts';
import { proveEntry, proveSince } from './ledger-proofs.ts';
import { advance, cancel, close, merge, missingForClose, rename, reopen, setSeverity } from './lifecycle.ts';
import { probe, probeResults, requestProbes } from './probes/probe.ts';
import { planProbes } from './probes/sources.ts';
import { enterRequest } from './requests.ts';
import { restoreIncident } from './restore.ts';
import { reveal } from './reveal.ts';
import { editSection, withdrawSection, writeSection } from './sections.ts';
import { createSignoffs } from './sign-off.ts';
import { statusOf } from './status.ts';
import type { NoteInput, UseCases } from './use-cases.ts';
import { verifyStore } from './verify-store.ts';
import { setWindow, windowReport } from './window.ts';
import { sentences } from './wordings.ts';

export function createUseCases(context: Context): UseCases {
  const { store } = context;
  const newNote = (incident: string, note: NoteInput): NewNote => ({
    text: context.redactor(incident).redactText(note.text),
    at: toIso(note.atMs ?? context.nowMs()),
    phase: note.phase,
  });
  return {
    ...createSignoffs(context),
    start: ({ title, severity, services, window, windowFollows }, actor, key) =>
      store.startIncident(
        {
          title: (incident) => context.redactor(incident).redactText(title),
          severity,
          services,
          window: { from: toIso(window.fromMs), to: toIso(window.toMs) },
          ...(windowFollows && { windowFollows }),
        },
        act(context, actor),
        key,
      ),
    async requestCollection(incident, asked, actor, key) {
      const collection = await openCollection(context, incident, asked, actor, key ?? null);
      await queueSources(context, collection);
      return collection;
    },
    async collect(incident, asked, actor, onProgress = () => undefined) {
      const collection = await openCollection(context, incident, asked, actor, null);
      return { collection, runs: await collectAll(context, collection, onProgress) };
    },
    sourceRuns: (collection) => store.sourceRuns(collection),
    planProbes: (asked) => planProbes(context.probes, asked),
    requestProbes: (incident, asked, actor, key) => requestProbes(context, incident, asked, actor, key),
    probe: (incident, asked, actor, onProgress = () => undefined) =>
      probe(context, incident, asked, actor, onProgress),
    probeResults: (collection) => probeResults(context, collection),
    incident: (incident) => store.incident(incident),
    incidents: () => store.incidents(),
    status: (incident) => statusOf(context, incident),
    note: (incident, note, actor, key) =>
      store.writeNote(incident, newNote(incident, note), act(context, actor), key),
    enterRequest: (incident, request, result, actor, key) =>
      enterRequest(context, incident, request, result, actor, key),
    editNote: (incident, id, note, actor, key) =>
      store.editNote(incident, id, newNote(incident, note), act(context, actor), key),
    notes: async (incident) => standingNotes(await store.notes(incident)),
    advance: (incident, to, step, actor, key) => advance(context, incident, to, step, actor, key),
    window: (incident) => windowReport(context, incident),
    setWindow: (incident, input, actor, key) => setWindow(context, incident, input, actor, key),
    reopen: (incident, why, actor, key) => reopen(context, incident, why, actor, key),
    missingForClose: (incident) => missingForClose(context, incident),
    close: (incident, options, actor, key) => close(context, incident, options, actor, key),
    cancel: (incident, why, actor, key) => cancel(context, incident, why, actor, key),
    merge: (incident, into, actor, key) => merge(context, incident, into, actor, key),
    rename: (incident, title, actor, key) => rename(context, incident, title, actor, key),
    setSeverity: (incident, severity, actor, key) => setSeverity(context, incident, severity, actor, key),
    writeSection: (incident, input, actor, key) => writeSection(context, incident, input, actor, key),
    editSection: (incident, id, input, actor, key) => editSection(context, incident, id, input, actor, key),
    withdrawSection: (incident, id, why, actor, key) =>
      withdrawSection(context, incident, id, why, actor, key),
    sentences: (incident) => sentences(context, incident),
    sections: async (incident) => latestEntries(await store.sections(incident)),
    importFile: (incident, file, actor, onProgress) => importInto(context, incident, file, actor, onProgress),
    evidence: (incident) => store.items(incident),
    custody: (incident, evidence) => custodyOf(context, incident, evidence),
    withdraw: (incident, evidence, why, actor) =>
      store.withdraw(incident, evidence, context.redactor(incident).redactText(why), act(context, actor)),
    reveal: (incident, token, value, actor) => reveal(context, incident, token, value, actor),
    recordedGaps: (incident) => store.gaps(incident),
    async gaps(incident) {
      const { analysis } = await findings(context, incident);
      return [...(await standingGaps(context, incident)), ...analysis.gaps];
    },
    async timeline(incident, choice = {}) {
      const { timeline } = await findings(context, incident);
      return choose(
        timeline,
        choice,
        (await context.store.items(incident)).map(({ item }) => item),
      );
    },
    async analysis(incident) {
      const { timeline, analysis } = await findings(context, incident);
      const { phases: computed, cycles: _computed, ...rest } = analysis.understanding;
      const { phases, cycles } = timeline;
      const impact = analysis.impactFigures;
      return { ...rest, phases: { ...phases, computed }, ...(cycles && { cycles }), impact };
    },
    gates: async (incident) => (await findings(context, incident)).analysis.gates,
    judgedGates: (incident, asked) => judgedGates(context, incident, asked),
    rebuild: (incident) => rebuild(context, incident),
    caseFile: async (incident) => (await caseOf(context, incident)).caseFile,
    checkpoint: (incident) => checkpoint(context, incident),
    proveEntry: (incident, seq) => proveEntry(context, incident, seq),
    proveSince: (incident, size) => proveSince(context, incident, size),
    verifyStore: (options) => verifyStore(context, options),
    // What draws charts and writes PDFs is a third of all modules, and few commands need it.
    preview: async (incident, outDir) => (await import('./preview.ts')).preview(context, incident, outDir),
    draft: async (incident, outDir, actor) =>
      (await import('./documents.ts')).draft(context, incident, outDir, actor),
    pack: async (incident, outFile, actor) =>
      (await import('./pack.ts')).pack(context, incident, outFile, actor),
    complianceRecord: (incident) => complianceRecord(context, incident),
    fetchPack: (incident, version, outFile, actor) => fetchPack(context, incident, version, outFile, actor),
    async retryDeliveries(incident) {
      await deliverPending(context, incident);
      await spreadHold(context, incident);
      return context.record.deliveries(incident);
    },
    placeHold: (incident, reason, actor) => placeHold(context, incident, reason, actor),
    releaseHold: (incident, hold, reason, actor) => releaseHold(context, incident, hold, reason, actor),
    retention: () => retentionList(context),
    destroy: (incident, actor) => destroy(context, incident, actor),
    requestDestruction: (incident, actor) => requestDestruction(context, incident, actor),
    population: (period) => population(context, period),
    keptBlobs: () => context.record.keptBlobs(),
    exportIncident: (incident, target, actor, onProgress) =>
      exportIncident(context, incident, target, actor, onProgress),
    restoreIncident: (path, given, onProgress) => restoreIncident(context, path, given, onProgress),
  };
}
