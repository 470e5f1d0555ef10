import type { Logger } from 'pino';
import { type App, openApp } from '../app.ts';
import { type Config, environment, readConfig } from '../config.ts';
import { sourceTypes } from '../sources/registry.ts';
import type { CommonOptions } from './command.ts';
import { servesCommands } from './remote/run-remotely.ts';
import { ServedElsewhere } from './served-elsewhere.ts';

export const configOf = (options: CommonOptions, cwd: string): Config =>
  readConfig({
    home: options.home ?? null,
    file: options.config ?? null,
    cwd,
    env: environment(),
    sourceTypes,
  });

/** Opens the store for this process alone; throws `ServedElsewhere` when another one serves it. */
export async function openOwnApp(config: Config, log: Logger): Promise<App> {
  if (config.storeUrl.startsWith('pglite:') && (await servesCommands(config.home))) {
    throw new ServedElsewhere(config.home);
  }
  return openApp(config, { log, nowMs: Date.now });
}
