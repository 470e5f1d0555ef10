import type { Command } from 'commander';
import type { Invocation } from './command.ts';
import type { Operations } from './verbs/operations.ts';

/** Verbs that are made together, in a module that is loaded when one of them is asked for. */
interface VerbGroup {
  readonly verbs: readonly string[];
  add(program: Command, invocation: Invocation, deps: Operations): Promise<void>;
}

/** In the order of the help. */
export const verbGroups: readonly VerbGroup[] = [
  {
    verbs: ['start', 'status', 'note'],
    add: async (program, invocation) =>
      (await import('./verbs/incident.ts')).incidentVerbs(program, invocation),
  },
  {
    verbs: ['window'],
    add: async (program, invocation) => (await import('./verbs/window.ts')).windowVerb(program, invocation),
  },
  {
    verbs: ['mitigated', 'resolved', 'reopen', 'close', 'cancel', 'merge', 'rename', 'severity'],
    add: async (program, invocation) =>
      (await import('./verbs/lifecycle.ts')).lifecycleVerbs(program, invocation),
  },
  {
    verbs: ['impact', 'cause', 'lesson', 'action', 'control', 'wording'],
    add: async (program, invocation) =>
      (await import('./verbs/sections.ts')).sectionVerbs(program, invocation),
  },
  {
    verbs: ['collect'],
    add: async (program, invocation) =>
      (await import('./verbs/collection.ts')).collectionVerbs(program, invocation),
  },
  {
    verbs: ['probe'],
    add: async (program, invocation) => (await import('./verbs/probe.ts')).probeVerb(program, invocation),
  },
  {
    verbs: ['import', 'evidence', 'withdraw', 'gaps'],
    add: async (program, invocation) =>
      (await import('./verbs/evidence.ts')).evidenceVerbs(program, invocation),
  },
  {
    verbs: ['observe'],
    add: async (program, invocation, deps) =>
      (await import('./verbs/observe.ts')).observeVerb(program, invocation, deps),
  },
  {
    verbs: ['reveal'],
    add: async (program, invocation) => (await import('./verbs/reveal.ts')).revealVerb(program, invocation),
  },
  {
    verbs: ['timeline', 'gates', 'analysis', 'why', 'rebuild'],
    add: async (program, invocation) =>
      (await import('./verbs/analysis.ts')).analysisVerbs(program, invocation),
  },
  {
    verbs: ['checkpoint'],
    add: async (program, invocation) =>
      (await import('./verbs/checkpoint.ts')).checkpointVerb(program, invocation),
  },
  {
    verbs: ['draft', 'pack'],
    add: async (program, invocation) =>
      (await import('./verbs/documents.ts')).documentVerbs(program, invocation),
  },
  {
    verbs: ['verify'],
    add: async (program, invocation) => (await import('./verbs/verify.ts')).verifyVerb(program, invocation),
  },
  {
    verbs: ['signoff'],
    add: async (program, invocation) =>
      (await import('./verbs/signoff.ts')).signoffVerbs(program, invocation),
  },
  {
    verbs: ['record', 'hold', 'retention', 'destroy', 'population'],
    add: async (program, invocation) => (await import('./verbs/record.ts')).recordVerbs(program, invocation),
  },
  {
    verbs: ['export', 'restore'],
    add: async (program, invocation) =>
      (await import('./verbs/archive.ts')).archiveVerbs(program, invocation),
  },
  {
    verbs: ['doctor', 'demo', 'serve'],
    add: async (program, invocation, deps) =>
      (await import('./verbs/operations.ts')).operationVerbs(program, invocation, deps),
  },
];

/** The group of a verb that is named first; all of them for help, options in front and mistakes. */
export const groupsFor = (argv: readonly string[]): readonly VerbGroup[] => {
  const group = verbGroups.find(({ verbs }) => verbs.includes(argv[0] ?? ''));
  return group === undefined ? verbGroups : [group];
};
