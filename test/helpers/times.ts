/** How often something is tried: `usual` in `npm test`, more in `npm run test:full`. */
export const times = (usual: number): number => usual * Number(process.env['RCA_TEST_TIMES'] ?? 1);
