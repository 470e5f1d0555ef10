import { fileURLToPath } from 'node:url';
import { loadTemplates } from '../../src/documents/templates.ts';

export const templatesDir = fileURLToPath(new URL('../../templates', import.meta.url));

/** The product's own templates, read once for a test file. */
export const templates = await loadTemplates(templatesDir);
