import type { Phases } from './timeline.ts';

export const indicatorRoles = [
  'good-ratio',
  'error-ratio',
  'latency',
  'saturation',
  'traffic',
  'failures',
  'budget-burn',
  'validity',
  'outcome',
  'version',
  'other',
] as const;

/** What a series measures. `validity` is the time that is left of a certificate or a key, `outcome` what a service is for. */
export type IndicatorRole = (typeof indicatorRoles)[number];

export const crossings = ['baseline', 'objective'] as const;

/** A time in which an indicator was out of its usual band, or on the wrong side of its objective. */
export interface Episode {
  readonly indicator: string;
  readonly role: IndicatorRole;
  readonly labels: Readonly<Record<string, string>>;
  readonly crossing: (typeof crossings)[number];
  readonly from: string;
  /** Null while it is still out at the end of what was collected. */
  readonly to: string | null;
  readonly worst: number;
  /** The last time that it was about as bad as at its worst. */
  readonly worstAt: string;
  /** Median of the time before; of an objective, its limit. */
  readonly baseline: number;
  /** How far out it was at its worst, in widths of the usual band; 1000 stands for more, 0 for no band. */
  readonly widths: number;
  /** Step of the samples and the span that the query averages over. */
  readonly certaintyMs: number;
  readonly evidence: readonly string[];
}

/** A service of which an indicator was out of its usual band. */
export interface AffectedService {
  readonly service: string;
  /** Of its indicator that was farthest out, as in its episode. */
  readonly widths: number;
  readonly from: string;
  readonly evidence: readonly string[];
}

/** A stretch without samples of an indicator. */
export interface Silence {
  readonly indicator: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly from: string;
  readonly to: string;
  readonly evidence: readonly string[];
}

export const changeKinds = [
  'deployment',
  'configuration',
  'firewall',
  'scale',
  'credential',
  'access',
  'logging',
  'resource',
] as const;

export interface Change {
  readonly id: string;
  readonly at: string;
  readonly kind: (typeof changeKinds)[number];
  /** In words: `deployment`, `version seen`. */
  readonly what: string;
  /** What was changed. */
  readonly subject: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly actor: string | null;
  /** Id of the earlier change of the same subject that this one takes back or replaces. */
  readonly undoes: string | null;
  readonly certaintyMs: number;
  readonly evidence: readonly string[];
}

export const lensKinds = [
  'deployment',
  'configuration',
  'injection',
  'credential-stuffing',
  'credential-compromise',
  'credential-expiry',
  'rotation',
  'saturation',
  'dependency',
  'traffic',
  'name-resolution',
  'capacity-disk',
  'zone',
  'firewall-false-positive',
  'monitoring-gap',
] as const;

export type LensKind = (typeof lensKinds)[number];

export const argumentWeights = ['decisive', 'strong', 'weak'] as const;

export interface Argument {
  readonly text: string;
  readonly weight: (typeof argumentWeights)[number];
  readonly evidence: readonly string[];
}

export const hypothesisVerdicts = ['leading', 'possible', 'ruled-out', 'not-checked'] as const;

/** One explanation of one group of effects, with all that speaks for and against it. */
export interface Hypothesis {
  readonly kind: LensKind;
  readonly verdict: (typeof hypothesisVerdicts)[number];
  readonly subject: string | null;
  readonly at: string | null;
  /** In words; empty where nothing was looked at. */
  readonly text: string;
  readonly for: readonly Argument[];
  readonly against: readonly Argument[];
  readonly missing: readonly string[];
}

/** One thing that somebody did. */
export interface Deed {
  readonly at: string;
  /** As the trail names it: `CreateUser`. */
  readonly action: string;
  readonly what: string;
  readonly subject: string | null;
  readonly evidence: readonly string[];
}

/** Somebody who shows up in trails: one principal with one key from one address. */
export interface Actor {
  readonly principal: string;
  readonly type: string | null;
  readonly key: string | null;
  readonly address: string | null;
  readonly agent: string | null;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** Records of the trails, refused and failed ones too. */
  readonly calls: number;
  readonly actions: Readonly<Record<string, number>>;
  readonly refusals: number;
  readonly failures: number;
  /** The first action that succeeded after it had been refused. */
  readonly successAfterRefusal: {
    readonly at: string;
    readonly action: string;
    readonly evidence: readonly string[];
  } | null;
  /** Identities, keys, policies and rights that were made: they outlive the session. */
  readonly persistence: readonly Deed[];
  readonly secretsRead: readonly Deed[];
  readonly loggingStopped: readonly Deed[];
  /** What of it an intruder would do too, in words. */
  readonly signs: readonly string[];
  readonly evidence: readonly string[];
}

export const credentialStates = ['valid', 'disabled', 'gone', 'expired', 'unknown'] as const;
export type CredentialState = (typeof credentialStates)[number];

export const credentialPurposes = ['planned', 'emergency', 'hostile', 'expiry', 'mistake'] as const;
export type CredentialPurpose = (typeof credentialPurposes)[number];

/** What became of one credential, as far as evidence shows it. */
export interface Credential {
  readonly kind: string;
  readonly id: string;
  readonly holder: string | null;
  readonly state: CredentialState;
  /** Why it was made or ended, where evidence tells. */
  readonly purpose: CredentialPurpose | null;
  /** It was used or made valid again after it had been ended. */
  readonly contradicted: boolean;
  readonly steps: readonly {
    readonly at: string;
    readonly happening: string;
    readonly what: string;
    readonly actor: string | null;
    readonly address: string | null;
    readonly evidence: readonly string[];
  }[];
  readonly evidence: readonly string[];
}

/** One credential's rotation as far as evidence shows it. */
export interface Rotation {
  readonly credentialKind: string;
  readonly credentialId: string;
  readonly steps: readonly {
    readonly at: string;
    readonly what: string;
    readonly evidence: readonly string[];
  }[];
  /** The old one is refused or gone, nothing later contradicts it, and what would show its use is whole. */
  readonly complete: boolean;
  /** Evidence that would decide it, where that is all that it lacks. */
  readonly missing: readonly string[];
  readonly why: string;
}

/** What is concluded from stored evidence about what happened and why. */
export interface Understanding {
  readonly episodes: readonly Episode[];
  /** The service that was farthest out first. */
  readonly services: readonly AffectedService[];
  readonly silences: readonly Silence[];
  readonly changes: readonly Change[];
  readonly actors: readonly Actor[];
  readonly credentials: readonly Credential[];
  readonly rotations: readonly Rotation[];
  readonly hypotheses: readonly Hypothesis[];
  readonly phases: Phases;
  /** Of each cycle; absent while the incident was never opened again. */
  readonly cycles?: readonly Phases[];
}
