import { parentPort } from 'node:worker_threads';
import { countTokens } from './tokens.ts';

/** A piece is shared with the thread, null ends a page, and `counts` asks for what there was. */
export type TokenRequest = Uint8Array | null | 'counts';
export type TokenReply = ReadonlyMap<string, number> | undefined;

const tokens = countTokens();
const reply = (answer: TokenReply): void => parentPort?.postMessage(answer);

parentPort?.on('message', (request: TokenRequest) => {
  if (request === null) return tokens.endPage();
  if (request === 'counts') return reply(tokens.counts());
  tokens.scan(Buffer.from(request.buffer, request.byteOffset, request.byteLength));
  reply(undefined);
});
