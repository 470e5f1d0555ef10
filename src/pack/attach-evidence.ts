import { open } from 'node:fs/promises';
import { canonicalJson, sha256Hex } from '../domain/canonical.ts';
import type { CaseItem } from '../domain/case-file.ts';
import { descriptionHead, pageHead } from './heads.ts';
import type { PackInput } from './input.ts';
import { SMALL_BYTES_MAX } from './layout.ts';
import type { ManifestItem, ManifestPage } from './manifest.ts';
import type { PageTokens } from './page-tokens.ts';
import { pieces } from './pieces.ts';
import { plainMediaType } from './placement.ts';
import { damaged, type UpdateWriter } from './update-writer.ts';

/** Attaches every page that is placed inside, then the item's description. */
export async function attachItem(
  writer: UpdateWriter,
  input: PackInput,
  { item, sha256 }: CaseItem,
  placed: ManifestItem,
  tokens: PageTokens,
): Promise<void> {
  const mediaType = plainMediaType(item.mediaType);
  for (const [index, page] of placed.pages.entries()) {
    if (page.placed === 'beside') continue;
    await attachPage(
      writer,
      pageHead(placed, index, mediaType),
      page,
      await input.pagePath(page.sha256),
      tokens,
    );
  }
  const description = Buffer.from(canonicalJson(item), 'utf8');
  if (sha256Hex(description) !== sha256) throw damaged(placed.file);
  await writer.attach(descriptionHead(placed), description);
}

async function attachPage(
  writer: UpdateWriter,
  attachment: Parameters<UpdateWriter['attach']>[0],
  page: ManifestPage,
  path: string,
  tokens: PageTokens,
): Promise<void> {
  await using handle = await open(path, 'r');
  const scanned = scanning(pieces(handle, 0, (await handle.stat()).size, tokens.buffers), tokens);
  if (page.sizeBytes > SMALL_BYTES_MAX) await writer.attachPieces(attachment, page, scanned);
  else {
    const bytes = await gather(scanned, page.sizeBytes);
    if (bytes === undefined || sha256Hex(bytes) !== page.sha256) throw damaged(attachment.name);
    await writer.attach(attachment, bytes);
  }
  tokens.endPage();
}

async function* scanning(body: AsyncIterable<Buffer>, tokens: PageTokens): AsyncGenerator<Buffer> {
  for await (const piece of body) {
    const scanned = tokens.scan(piece);
    try {
      yield piece;
    } finally {
      await scanned;
    }
  }
}

/** All pieces as one buffer; undefined when they are not of that size. */
async function gather(body: AsyncIterable<Buffer>, sizeBytes: number): Promise<Buffer | undefined> {
  const gathered = Buffer.alloc(sizeBytes);
  let at = 0;
  for await (const piece of body) {
    if (at + piece.length > sizeBytes) return undefined;
    at += piece.copy(gathered, at);
  }
  return at === sizeBytes ? gathered : undefined;
}
