import { accountId } from './names.ts';

export type Json = Readonly<Record<string, unknown>>;

/** One API call or sign-in, before it is a CloudTrail record. */
export interface Call {
  readonly atMs: number;
  readonly source: string;
  readonly name: string;
  readonly identity: Json;
  readonly address: string;
  readonly readOnly: boolean;
  readonly request: Json | null;
  readonly response: Json | null;
  readonly more?: Json;
}

export const administrator: Json = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLEADMIN:on-call',
  arn: `arn:aws:sts::${accountId}:assumed-role/incident-responder/on-call`,
  accountId,
};
