import { clouds } from './clouds.ts';
import { codeHosts } from './code-hosts.ts';
import type { VendorTokens } from './family.ts';
import { operations } from './operations.ts';
import { paymentsAndModels } from './payments-and-models.ts';

/** All tokens that have a shape of their own, by vendor. */
export const vendorTokens: readonly VendorTokens[] = [
  ...codeHosts,
  ...clouds,
  ...operations,
  ...paymentsAndModels,
];
