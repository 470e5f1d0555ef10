#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Plain JavaScript, since the first file is read before the cache is open: were it typed, each start would load the
// whole stripper of types for it, which takes longer than everything else that is loaded.
enableCompileCache();
await import('./main.ts');
