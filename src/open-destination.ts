import type { Destination } from './deliver/destination.ts';
import { folderDestination } from './deliver/folder.ts';
import { s3Destination } from './deliver/s3.ts';
import { type DestinationSettings, destinationId } from './deliver/settings.ts';
import { webhookDestination } from './deliver/webhook.ts';
import { afterPeriod } from './record/period.ts';

/** The client behind one entry of `record.deliver`. */
export function openDestination(settings: DestinationSettings, nowMs: () => number): Destination {
  const id = destinationId(settings);
  switch (settings.type) {
    case 'folder':
      return folderDestination(id, settings.path);
    case 'webhook':
      return webhookDestination(id, settings, nowMs);
    case 's3': {
      const { bucket, prefix, pathStyle, objectLock } = settings;
      const lock = objectLock && {
        mode: objectLock.mode,
        untilMs: (fromMs: number) =>
          afterPeriod(fromMs, objectLock.retention, 'record.deliver.objectLock.retention'),
      };
      const region = settings.region ?? null;
      return s3Destination(id, { bucket, prefix, pathStyle, region, objectLock: lock ?? null }, nowMs);
    }
  }
}
