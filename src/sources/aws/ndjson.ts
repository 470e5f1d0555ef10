/** One line a record. A line break inside a JSON text stands between its tokens, where a space does as well. */
export const ndjson = (records: readonly string[]): Uint8Array =>
  Buffer.from(records.map((record) => `${record.trimEnd().replace(/[\r\n]+/g, ' ')}\n`).join(''));
