import type { SlackFile } from './slack-message.ts';

/** What is attached in a hurry: screenshots, logs, configuration. Larger files are imported by hand. */
export const FILE_BYTES_MAX = 25_000_000;
const REQUEST_TIMEOUT_MS = 60_000;

/** The bytes of a file, or why there are none. */
export type Downloaded = { readonly bytes: Uint8Array } | { readonly why: string; readonly mend: string };

export type DownloadFile = (file: SlackFile) => Promise<Downloaded>;

const BY_HAND = 'download the file in Slack and add it with rca import';

/**
 * Downloads a file with the bot's token, as https://docs.slack.dev/reference/objects/file-object#authentication says,
 * from Slack's own host alone: a file's address is what somebody sent. Throws when Slack cannot be reached.
 */
export function createDownload({
  botToken,
  apiUrl,
}: {
  readonly botToken: string;
  readonly apiUrl: string | null;
}): DownloadFile {
  return async (file) => {
    if (file.mode === 'tombstone') return { why: 'it was deleted', mend: 'ask its sender for it' };
    if (file.is_external || file.mode === 'external') {
      return { why: 'it is kept outside of Slack', mend: BY_HAND };
    }
    if ((file.size ?? 0) > FILE_BYTES_MAX) return tooLarge;
    const url = file.url_private_download ?? file.url_private;
    if (!url || !isSlack(url, apiUrl))
      return { why: 'Slack gives no address to download it from', mend: BY_HAND };
    return fetchFile(url, file, botToken);
  };
}

const tooLarge: Downloaded = { why: `it is larger than ${FILE_BYTES_MAX / 1_000_000} MB`, mend: BY_HAND };

function isSlack(url: string, apiUrl: string | null): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, origin } = new URL(url);
  if (apiUrl !== null && origin === new URL(apiUrl).origin) return true;
  return protocol === 'https:' && hostname === 'files.slack.com';
}

async function fetchFile(url: string, file: SlackFile, botToken: string): Promise<Downloaded> {
  const answer = await fetch(url, {
    headers: { authorization: `Bearer ${botToken}` },
    redirect: 'manual',
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
  });
  if (answer.status >= 500 || answer.status === 429) {
    await answer.body?.cancel();
    throw new Error(`Slack answered ${answer.status} for a file`);
  }
  // Without the scope Slack answers with a redirect to its sign-in page, or with the page itself.
  const type = answer.headers.get('content-type') ?? '';
  const isPage = type.startsWith('text/html') && !/html/.test(file.mimetype ?? '');
  if (answer.status !== 200 || isPage || answer.body === null) {
    await answer.body?.cancel();
    return {
      why: `Slack refused to give it out (${answer.status})`,
      mend: 'update the app from manifest.yml (scope files:read) and install it again',
    };
  }
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of answer.body) {
    sizeBytes += chunk.length;
    if (sizeBytes > FILE_BYTES_MAX) return tooLarge;
    chunks.push(chunk);
  }
  return { bytes: Buffer.concat(chunks) };
}
