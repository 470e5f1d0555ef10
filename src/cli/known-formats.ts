import { registerHooks } from 'node:module';

const DRIZZLE = '/node_modules/drizzle-orm/';

/**
 * Says of drizzle-orm's modules that they are ES modules, which they say themselves in a package.json of 178 kB. Node
 * reads it anew for each of more than a hundred, and that took a fifth of every command that opens the store.
 */
export function tellKnownFormats(): void {
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const within = context.parentURL?.includes(DRIZZLE) && context.conditions.includes('import');
      return within && specifier.startsWith('.') && specifier.endsWith('.js')
        ? { url: new URL(specifier, context.parentURL).href, format: 'module', shortCircuit: true }
        : nextResolve(specifier, context);
    },
  });
}
