import { createReadStream } from 'node:fs';
import {
  GetBucketVersioningCommand,
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  type ObjectLockMode,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Receipt } from '../domain/record.ts';
import { toIso } from '../domain/time.ts';
import {
  type BesideFile,
  besideNameOf,
  besideReceipt,
  type Destination,
  fileNameOf,
  type Parcel,
} from './destination.ts';
import { notReadBack, s3Trouble } from './s3-errors.ts';

export interface S3Settings {
  readonly bucket: string;
  /** With its slash, or empty. */
  readonly prefix: string;
  /** Null: what the SDK's own chain finds. */
  readonly region: string | null;
  /** For servers that do not know bucket names as host names. */
  readonly pathStyle: boolean;
  readonly objectLock: {
    readonly mode: ObjectLockMode;
    /** Until when an object that is put now is kept. */
    untilMs(nowMs: number): number;
  } | null;
}

const silent = (): void => undefined;

/** One object: the PDF, or a page of evidence beside it. */
interface Content {
  readonly Key: string;
  readonly path: string;
  readonly sha256: string;
  /** Pages are far below the 5 GB that one PutObject takes. */
  readonly sizeBytes: number;
  readonly contentType: string;
}

const checksumOf = ({ sha256 }: Pick<Content, 'sha256'>): string =>
  Buffer.from(sha256, 'hex').toString('base64');

/**
 * A bucket. Each object is put once (If-None-Match) with its SHA-256 as checksum, and locked when asked; checksum,
 * retention and legal hold are read back from the version that was written.
 */
export function s3Destination(id: string, settings: S3Settings, nowMs: () => number): Destination {
  const { bucket: Bucket, prefix, objectLock } = settings;
  const client = new S3Client({
    ...(settings.region === null ? {} : { region: settings.region }),
    forcePathStyle: settings.pathStyle,
    // Attempts are counted and shown by the delivery; a stream cannot be sent twice.
    maxAttempts: 1,
    // It warns on the console about streams that it cannot send twice.
    logger: { debug: silent, info: silent, warn: silent, error: silent },
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 300_000 },
  });
  const placeOf = (Key: string): string => `s3://${Bucket}/${Key}`;
  const call = async <T>(action: string, Key: string, run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (cause) {
      throw s3Trouble(cause, action, placeOf(Key));
    }
  };

  async function put(content: Content, held: boolean): Promise<void> {
    const { Key, path, sizeBytes, contentType } = content;
    await client
      .send(
        new PutObjectCommand({
          Bucket,
          Key,
          Body: createReadStream(path),
          ContentLength: sizeBytes,
          ContentType: contentType,
          ChecksumSHA256: checksumOf(content),
          IfNoneMatch: '*',
          ...(objectLock === null
            ? {}
            : {
                ObjectLockMode: objectLock.mode,
                ObjectLockRetainUntilDate: new Date(objectLock.untilMs(nowMs())),
                ObjectLockLegalHoldStatus: held ? 'ON' : 'OFF',
              }),
        }),
      )
      .catch((cause: unknown) => {
        // It lies there already: the read back tells whether it is the same.
        if (!(cause instanceof Error) || cause.name !== 'PreconditionFailed') throw cause;
      });
  }

  async function readLock(
    Key: string,
    VersionId: string | undefined,
  ): Promise<Pick<Receipt, 'readBack' | 'hold'>> {
    const version = VersionId === undefined ? {} : { VersionId };
    const { Retention } = await call('s3:GetObjectRetention', Key, () =>
      client.send(new GetObjectRetentionCommand({ Bucket, Key, ...version })),
    );
    const until = Retention?.RetainUntilDate;
    if (Retention?.Mode === undefined || Retention.Mode !== objectLock?.mode || until === undefined) {
      throw notReadBack(placeOf(Key), `retention is ${Retention?.Mode ?? 'not set'}`);
    }
    if (until.getTime() <= nowMs()) throw notReadBack(placeOf(Key), 'its retention has ended');
    const hold = await readHold(Key, VersionId);
    return { readBack: { lockMode: Retention.Mode, retainUntil: toIso(until.getTime()) }, hold };
  }

  async function readHold(Key: string, VersionId: string | undefined): Promise<'on' | 'off'> {
    const version = VersionId === undefined ? {} : { VersionId };
    const { LegalHold } = await call('s3:GetObjectLegalHold', Key, () =>
      client.send(new GetObjectLegalHoldCommand({ Bucket, Key, ...version })),
    );
    return LegalHold?.Status === 'ON' ? 'on' : 'off';
  }

  async function setHold(Key: string, VersionId: string | undefined, on: boolean): Promise<'on' | 'off'> {
    const version = VersionId === undefined ? {} : { VersionId };
    await call('s3:PutObjectLegalHold', Key, () =>
      client.send(
        new PutObjectLegalHoldCommand({ Bucket, Key, ...version, LegalHold: { Status: on ? 'ON' : 'OFF' } }),
      ),
    );
    const shown = await readHold(Key, VersionId);
    if (shown !== (on ? 'on' : 'off')) throw notReadBack(placeOf(Key), `legal hold is ${shown}`);
    return shown;
  }

  /** Version of the object that lies there, which has the digest that it is to have. */
  async function versionOf(content: Content): Promise<string | undefined> {
    const { Key, sizeBytes } = content;
    const found = await call('s3:GetObject', Key, () =>
      client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' })),
    );
    if (found.ChecksumSHA256 !== checksumOf(content) || found.ContentLength !== sizeBytes) {
      throw notReadBack(placeOf(Key), 'another object has this name; it was not replaced');
    }
    return found.VersionId;
  }

  async function putAndReadBack(
    content: Content,
    held: boolean,
  ): Promise<Pick<Receipt, 'readBack' | 'hold'>> {
    const { Key, sha256 } = content;
    await call('s3:PutObject', Key, () => put(content, held));
    const VersionId = await versionOf(content);
    const lock = objectLock === null ? { readBack: {}, hold: null } : await readLock(Key, VersionId);
    const hold = held && lock.hold === 'off' ? await setHold(Key, VersionId, true) : lock.hold;
    const version = VersionId === undefined ? {} : { versionId: VersionId };
    return { readBack: { sha256, ...version, ...lock.readBack }, hold };
  }

  const keyOf = (parcel: Parcel): string => `${prefix}${fileNameOf(parcel)}`;
  const besideOf = (parcel: Parcel, file: BesideFile): Content => ({
    ...file,
    Key: `${prefix}${besideNameOf(parcel)}/${file.sha256}`,
    contentType: 'application/octet-stream',
  });

  return {
    id,
    kind: 's3',

    async deliver(parcel) {
      // Before the PDF: whoever finds that finds all of it.
      for (const file of parcel.beside) await putAndReadBack(besideOf(parcel, file), parcel.held);
      const Key = keyOf(parcel);
      const { readBack, hold } = await putAndReadBack(
        { ...parcel, Key, contentType: 'application/pdf' },
        parcel.held,
      );
      return { place: placeOf(Key), readBack: { ...readBack, ...besideReceipt(parcel.beside) }, hold };
    },

    hold:
      objectLock === null
        ? null
        : async (parcel, receipt, on) => {
            for (const file of parcel.beside) {
              const content = besideOf(parcel, file);
              await setHold(content.Key, await versionOf(content), on);
            }
            return setHold(keyOf(parcel), receipt.readBack['versionId'], on);
          },

    async check() {
      if (objectLock === null) {
        await call('s3:GetBucketVersioning', '', () =>
          client.send(new GetBucketVersioningCommand({ Bucket })),
        );
        return placeOf(prefix);
      }
      const { ObjectLockConfiguration } = await call('s3:GetBucketObjectLockConfiguration', '', () =>
        client.send(new GetObjectLockConfigurationCommand({ Bucket })),
      );
      if (ObjectLockConfiguration?.ObjectLockEnabled !== 'Enabled') {
        throw notReadBack(placeOf(prefix), 'the bucket was made without Object Lock');
      }
      return `${placeOf(prefix)}, Object Lock enabled`;
    },
  };
}
