import { changeCandidates } from '../change-candidates.ts';
import { hasRole, type Lens } from '../lens.ts';

/** Another version of a service, or of something beside it. */
export const deployment: Lens = {
  kind: 'deployment',
  wouldTell: 'records of deployments, or a series with a label of the version',
  isCovered: (facts) => hasRole(facts, 'version') || facts.changes.length > 0,
  candidates: (group, facts) => changeCandidates(({ kind }) => kind === 'deployment', group, facts),
};
