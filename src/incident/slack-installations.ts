import { and, eq, lte } from 'drizzle-orm';
import { slackInstallations } from '../../db/schema.ts';
import type { Database } from '../evidence/database.ts';
import { change, read } from '../evidence/transaction.ts';

/** Who installed the app; an organisation's install has no team, a workspace outside of one no enterprise. */
export interface Installer {
  readonly enterprise: string | null;
  readonly team: string | null;
}

export interface InstallationRow extends Installer {
  readonly botUser: string;
  /** Encrypted. */
  readonly sealed: string;
  readonly installedAt: string;
}

/** Installations by OAuth. What a method wrote is durable when it resolves. */
export interface SlackInstallations {
  /** Takes the place of an earlier one of the same installer. */
  keep(row: InstallationRow): Promise<void>;
  /** Replaces a token by the next, unless the row has changed or gone meanwhile: another replica may have been first. */
  renew(before: InstallationRow, sealed: string): Promise<void>;
  find(installer: Installer): Promise<InstallationRow | null>;
  ofEnterprise(enterprise: string): Promise<readonly InstallationRow[]>;
  all(): Promise<readonly InstallationRow[]>;
  /** Removes what was installed until then; a later installation stays. */
  remove(installer: Installer, until: string): Promise<void>;
}

const NONE = '';

const rowOf = ({ enterprise, team, ...rest }: typeof slackInstallations.$inferSelect): InstallationRow => ({
  enterprise: enterprise === NONE ? null : enterprise,
  team: team === NONE ? null : team,
  ...rest,
});

const isOf = ({ enterprise, team }: Installer) =>
  and(eq(slackInstallations.enterprise, enterprise ?? NONE), eq(slackInstallations.team, team ?? NONE));

export function createSlackInstallations(database: Database): SlackInstallations {
  return {
    keep: ({ enterprise, team, ...kept }) =>
      change(database, async (tx) => {
        await tx
          .insert(slackInstallations)
          .values({ enterprise: enterprise ?? NONE, team: team ?? NONE, ...kept })
          .onConflictDoUpdate({
            target: [slackInstallations.enterprise, slackInstallations.team],
            set: kept,
          });
      }),

    renew: (before, sealed) =>
      change(database, async (tx) => {
        await tx
          .update(slackInstallations)
          .set({ sealed })
          .where(and(isOf(before), eq(slackInstallations.sealed, before.sealed)));
      }),

    find: (installer) =>
      read(database, async (db) => {
        const [row] = await db.select().from(slackInstallations).where(isOf(installer));
        return row === undefined ? null : rowOf(row);
      }),

    ofEnterprise: (enterprise) =>
      read(database, async (db) => {
        const rows = await db
          .select()
          .from(slackInstallations)
          .where(eq(slackInstallations.enterprise, enterprise));
        return rows.map(rowOf);
      }),

    all: () => read(database, async (db) => (await db.select().from(slackInstallations)).map(rowOf)),

    remove: (installer, until) =>
      change(database, async (tx) => {
        await tx
          .delete(slackInstallations)
          .where(and(isOf(installer), lte(slackInstallations.installedAt, until)));
      }),
  };
}
