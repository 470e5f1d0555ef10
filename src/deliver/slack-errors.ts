import { ErrorCode, type WebAPIPlatformError } from '@slack/web-api';
import { outsideError, type RcaError } from '../domain/errors.ts';

/** Answers that say nothing about the request: the same call later may succeed. */
const PASSING = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'ratelimited',
]);

/** https://docs.slack.dev/reference/methods/chat.postMessage#errors: text, or number and size of blocks. */
const TOO_LONG = new Set(['msg_too_long', 'msg_blocks_too_long', 'invalid_blocks', 'invalid_blocks_format']);

/** `error` of Slack's own answer; undefined for anything else. */
export const slackAnswer = (error: unknown): string | undefined =>
  isPlatformError(error) ? error.data.error : undefined;

/** Whether the same message may be taken when it is shorter. */
export const isTooLong = (error: unknown): boolean =>
  isPlatformError(error) && TOO_LONG.has(error.data.error);

/** https://docs.slack.dev/reference/methods/views.open#errors: three seconds after the click, or used already. */
const TRIGGER_GONE = new Set([
  'expired_trigger_id',
  'trigger_expired',
  'trigger_exchanged',
  'exchanged_trigger_id',
]);

const TOKEN_REFUSED = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'no_permission',
  'org_login_required',
]);

/**
 * What a person can do about Slack's refusal; undefined when trying again may help (network, 5xx, rate limit)
 * or the error is not Slack's. https://docs.slack.dev/reference/methods/chat.postMessage#errors
 */
export function slackRefusal(error: unknown): RcaError | undefined {
  if (!isPlatformError(error) || PASSING.has(error.data.error)) return undefined;
  const answer = error.data.error;
  if (answer === 'not_in_channel' || answer === 'channel_not_found') {
    return outsideError(
      {
        code: 'SLACK_NOT_IN_CHANNEL',
        message: 'the app is not a member of the channel',
        mend: 'invite it with /invite @rca, then send the command again',
      },
      error,
    );
  }
  if (answer === 'is_archived') {
    return outsideError(
      {
        code: 'SLACK_CHANNEL_ARCHIVED',
        message: 'the channel is archived',
        mend: 'unarchive the channel, then send the command again',
      },
      error,
    );
  }
  if (answer === 'missing_scope') {
    const scope = neededScope(error) ?? 'that the method needs';
    return outsideError(
      {
        code: 'SLACK_SCOPE_MISSING',
        message: `the app lacks the scope ${scope}`,
        mend: 'update the app from manifest.yml and install it in the workspace again',
      },
      error,
    );
  }
  if (TRIGGER_GONE.has(answer)) {
    return outsideError(
      {
        code: 'SLACK_TRIGGER_EXPIRED',
        message: 'Slack opens a form only within three seconds, and they were over',
        mend: 'send the command again',
      },
      error,
    );
  }
  if (TOKEN_REFUSED.has(answer)) {
    return outsideError(
      {
        code: 'SLACK_TOKEN_REFUSED',
        message: `Slack refused the bot token: ${answer}`,
        mend: 'set SLACK_BOT_TOKEN to the bot token of the installed app',
      },
      error,
    );
  }
  return outsideError(
    {
      code: 'SLACK_REFUSED',
      message: `Slack refused the request: ${answer}`,
      mend: "look the answer up in Slack's documentation of the method, and send the command again",
    },
    error,
  );
}

const isPlatformError = (error: unknown): error is WebAPIPlatformError =>
  error instanceof Error && 'code' in error && error.code === ErrorCode.PlatformError;

function neededScope({ data }: WebAPIPlatformError): string | undefined {
  return 'needed' in data && typeof data.needed === 'string' ? data.needed : undefined;
}
