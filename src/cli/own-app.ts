import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type App, openApp } from '../app.ts';
import type { Config } from '../config.ts';
import { RcaError } from '../domain/errors.ts';
import { servesCommands } from './remote/run-remotely.ts';
import { ServedElsewhere } from './served-elsewhere.ts';

/** Commands are short, and `rca serve` takes commands once it has started. */
const LOCKED_WAIT_MS = 15_000;
const PAUSE_MS = 100;

/**
 * Opens the store for this process alone; throws `ServedElsewhere` when another one serves it. Waits for another
 * process to let go of the embedded database, which `locked` is told once, and throws `STORE_LOCKED` in the end.
 */
export async function openOwnApp(
  config: Config,
  log: Logger,
  locked: (message: string) => void,
): Promise<App> {
  const embedded = config.storeUrl.startsWith('pglite:');
  const deadlineMs = Date.now() + LOCKED_WAIT_MS;
  let told = false;
  for (;;) {
    if (embedded && (await servesCommands(config.home))) throw new ServedElsewhere(config.home);
    try {
      return await openApp(config, { log, nowMs: Date.now });
    } catch (error) {
      if (!(error instanceof RcaError && error.code === 'STORE_LOCKED')) throw error;
      if (Date.now() >= deadlineMs) throw error;
      if (!told) locked(error.message);
      told = true;
    }
    await sleep(PAUSE_MS);
  }
}
