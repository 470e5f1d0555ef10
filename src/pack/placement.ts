import type { CaseItem } from '../domain/case-file.ts';
import type { ManifestItem, ManifestPage } from './manifest.ts';
import { descriptionName } from './part-names.ts';

export const ATTACHED_BYTES_MAX = 200_000_000;

const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/x-ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
  'application/json': 'json',
  'application/octet-stream': 'bin',
};

const essence = (mediaType: string): string => (mediaType.split(';')[0] ?? '').trim().toLowerCase();

/** A media type as the pack states it: without parameters, and only if it is one. */
export function plainMediaType(mediaType: string): string {
  const plain = essence(mediaType);
  return /^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,60}$/.test(plain) ? plain : 'application/octet-stream';
}

/**
 * Names every page and says where it goes: attached while there is room, else beside the pack under its
 * digest. Items are taken in order, so the same items are always placed alike.
 */
export function placePages(items: readonly CaseItem[], attachedBytesMax: number): readonly ManifestItem[] {
  let attachedBytes = 0;
  return items.map(({ item, sha256 }) => {
    const extension = EXTENSIONS[essence(item.mediaType)] ?? 'log';
    const pages = item.pages.map((page, index): ManifestPage => {
      const fits = attachedBytes + page.sizeBytes <= attachedBytesMax;
      if (!fits) return { ...page, placed: 'beside', file: page.sha256 };
      attachedBytes += page.sizeBytes;
      const number = String(index + 1).padStart(4, '0');
      return { ...page, placed: 'attached', file: `evidence-${item.id}-${number}.${extension}` };
    });
    const { id, coverage, records } = item;
    return { id, sha256, file: descriptionName(id), coverage, records, pages };
  });
}
