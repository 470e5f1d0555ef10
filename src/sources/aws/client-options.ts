/**
 * Options of every SDK client. Endpoint and credentials come from the SDK's own chain. Its retries are off,
 * because ours wait on the collection's clock and stop with it.
 */
export const clientOptions = (region: string) => ({
  region,
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000 },
});
