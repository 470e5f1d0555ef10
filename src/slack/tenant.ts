/**
 * Whose channels and people are meant: in an enterprise ids are the organisation's, and a channel that several of
 * its workspaces share has one incident, whichever workspace a command comes from.
 */
export const tenantOf = (enterpriseId: string | null | undefined, teamId: string): string =>
  enterpriseId ?? teamId;
