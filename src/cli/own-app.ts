import type { Logger } from 'pino';
import { type App, openApp } from '../app.ts';
import type { Config } from '../config.ts';
import { servesCommands } from './remote/run-remotely.ts';
import { ServedElsewhere } from './served-elsewhere.ts';

/** Opens the store for this process alone; throws `ServedElsewhere` when another one serves it. */
export async function openOwnApp(config: Config, log: Logger): Promise<App> {
  if (config.storeUrl.startsWith('pglite:') && (await servesCommands(config.home))) {
    throw new ServedElsewhere(config.home);
  }
  return openApp(config, { log, nowMs: Date.now });
}
