import { enableCompileCache } from 'node:module';

// Plain JavaScript, as rca.js is and for its reason.
enableCompileCache();
await import('./scan-worker.ts');
