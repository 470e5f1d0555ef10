import { type Config, environment, readConfig } from '../config.ts';
import { sourceTypes } from '../sources/registry.ts';
import type { CommonOptions } from './command.ts';

/** The configuration that a command's options name. Throws `CONFIG_INVALID` and `CONFIG_UNREADABLE`. */
export const configOf = (options: CommonOptions, cwd: string): Config =>
  readConfig({
    home: options.home ?? null,
    file: options.config ?? null,
    cwd,
    env: environment(),
    sourceTypes,
  });
