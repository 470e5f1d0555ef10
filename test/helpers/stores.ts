import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256Hex } from '../../src/domain/canonical.ts';
import { createFolderBlobs } from '../../src/evidence/blobs.ts';
import { createRecordStore } from '../../src/evidence/create-record-store.ts';
import { type Database, type DatabaseOptions, openDatabase } from '../../src/evidence/database.ts';
import { createEvidenceStore } from '../../src/evidence/evidence-store.ts';
import type { RecordStore } from '../../src/evidence/record-store.ts';
import type { BlobStore, EvidenceStore } from '../../src/evidence/store.ts';
import { type Scratch, scratch } from './cli.ts';
import { createTestDatabase } from './postgres-server.ts';

/** Where a store can be opened: more than once, and by other processes too. */
export interface StorePlace {
  readonly url: string;
  /** PostgreSQL only: the program's role may not migrate, so each test proves its grants too. */
  readonly migrationUrl: string | undefined;
  /** PostgreSQL only: reads what neither role of ours may. */
  readonly adminUrl: string | undefined;
  readonly blobsDirectory: string;
  remove(): Promise<void>;
}

export interface OpenStore {
  readonly database: Database;
  readonly store: EvidenceStore;
  readonly record: RecordStore;
  readonly blobs: BlobStore;
  readonly url: string;
  close(): Promise<void>;
}

interface StoreKind {
  readonly name: 'PGlite' | 'PostgreSQL';
  /** A fresh place, nothing in it. */
  emptyPlace(): Promise<StorePlace>;
  /** A fresh place, migrated. */
  place(): Promise<StorePlace>;
  /** A fresh store, migrated and open; `close` removes it. */
  open(): Promise<OpenStore>;
}

async function emptyPglite(): Promise<StorePlace> {
  const folder = await mkdtemp(join(tmpdir(), 'rca-test-store-'));
  return {
    url: `pglite:${join(folder, 'db')}`,
    migrationUrl: undefined,
    adminUrl: undefined,
    blobsDirectory: join(folder, 'blobs'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function placePglite(): Promise<StorePlace> {
  const place = await emptyPglite();
  await copyTemplate(place.url.slice('pglite:'.length));
  return place;
}

async function placePostgres(of: 'empty' | 'migrated'): Promise<StorePlace> {
  const folder = await mkdtemp(join(tmpdir(), 'rca-test-store-'));
  const { url, migrationUrl, adminUrl, drop } = await createTestDatabase(of);
  return {
    url,
    migrationUrl,
    adminUrl,
    blobsDirectory: join(folder, 'blobs'),
    async remove() {
      await drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Opens what is at the place, which stays when the store is closed. */
export async function openAt(place: StorePlace): Promise<OpenStore> {
  // Acts keep the times that tests give them; test/evidence/times.test.ts has the database's clock.
  const clock = async () => '9999-12-31T23:59:59.999Z';
  const database = { ...(await openDatabase(place.url, optionsOf(place))), now: null, clock };
  const blobs = createFolderBlobs(place.blobsDirectory);
  return {
    database,
    store: createEvidenceStore(database, blobs),
    record: createRecordStore(database),
    blobs,
    url: place.url,
    close: () => database.close(),
  };
}

export function optionsOf(place: StorePlace): DatabaseOptions {
  const onFault = (cause: unknown) => {
    throw cause;
  };
  // So that what is due by a test's own policy is due by the database too.
  const rules = { retention: { default: '0d' }, confirmation: 'none' } as const;
  return place.migrationUrl === undefined
    ? { onFault, rules }
    : { onFault, rules, migrationUrl: place.migrationUrl };
}

async function openAndRemove(place: StorePlace): Promise<OpenStore> {
  const opened = await openAt(place);
  return {
    ...opened,
    async close() {
      await opened.close();
      await place.remove();
    },
  };
}

export const pglite: StoreKind = {
  name: 'PGlite',
  emptyPlace: emptyPglite,
  place: placePglite,
  open: async () => openAndRemove(await placePglite()),
};

export const postgres: StoreKind = {
  name: 'PostgreSQL',
  emptyPlace: () => placePostgres('empty'),
  place: () => placePostgres('migrated'),
  open: async () => openAndRemove(await placePostgres('migrated')),
};

/** A folder with a home in it whose embedded database is migrated: a first start without its seconds. */
export async function freshHome(under = '.'): Promise<Scratch> {
  const folder = await scratch();
  await copyTemplate(join(folder.dir, under, 'db'));
  return folder;
}

const copyTemplate = async (directory: string): Promise<void> =>
  cp(await pgliteTemplate(), directory, { recursive: true });

/** Registers tests once for each store. */
export function forEachStore(register: (kind: StoreKind) => void): void {
  for (const kind of [pglite, postgres]) register(kind);
}

/** A migrated folder, made once a machine: a fresh one takes seconds, a copy a fraction of one. */
async function pgliteTemplate(): Promise<string> {
  const root = new URL('../../', import.meta.url);
  const cache = new URL('node_modules/.cache/rca-test/', root);
  const folder = fileURLToPath(new URL(`pglite-${await templateKey(root)}`, cache));
  if (await isThere(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const draft = `${folder}.${randomUUID()}`;
  const database = await openDatabase(`pglite:${draft}`, { onFault: () => undefined });
  await database.close();
  await rename(draft, folder).catch(async (cause) => {
    // Another test process was first.
    await rm(draft, { recursive: true });
    if (!(await isThere(folder))) throw cause;
  });
  await rm(`${draft}.lock-1`);
  return folder;
}

async function templateKey(root: URL): Promise<string> {
  const migrations = new URL('db/migrations/', root);
  const files = (await readdir(migrations)).sort().map((name) => new URL(name, migrations));
  const pglite = new URL('node_modules/@electric-sql/pglite/package.json', root);
  const texts = await Promise.all([...files, pglite].map((file) => readFile(file, 'utf8')));
  return sha256Hex(JSON.stringify(texts)).slice(0, 16);
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
