import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type Installation, InstallProvider } from '@slack/oauth';
import type { Logger } from 'pino';
import { RcaError } from '../../domain/errors.ts';
import { BOT_SCOPES } from '../scopes.ts';
import { sdkLog } from '../sdk-log.ts';
import { type Installations, REFUSED } from './installations.ts';

export interface InstallOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Of this service, as Slack is told; null: the one that the app is configured with. */
  readonly redirectUrl: string | null;
  /** Base of the Web API; null is Slack's own. */
  readonly apiUrl: string | null;
  readonly stateSecret: string;
  readonly installations: Pick<Installations, 'keep'>;
  readonly log: Logger;
}

const INSTALLED = 'rca is installed. Write /rca help in a channel that it is a member of.';
/** By the SDK's code of the error; all else is told without detail. */
const FAULTS: ReadonlyMap<string, readonly [status: number, text: string]> = new Map([
  [
    'slack_oauth_installer_authorization_error',
    [403, 'The installation was declined in Slack. Nothing was installed.'],
  ],
  [
    REFUSED,
    [
      403,
      'Thank you for trying rca. This service is for workspaces that its operator has let in, and yours is not among them. Nothing was kept: you may remove the app from your workspace, or ask the operator to let it in.',
    ],
  ],
  [
    'slack_oauth_invalid_state',
    [
      400,
      'This answer does not belong to an installation that was begun here. Begin again at /slack/install.',
    ],
  ],
  ['slack_oauth_missing_state', [400, 'The answer of Slack has no state. Begin again at /slack/install.']],
  ['slack_oauth_missing_code', [400, 'The answer of Slack has no code. Begin again at /slack/install.']],
]);
const FAILED =
  'The installation failed. Begin again at /slack/install; if it fails again, ask the operator to look at the log.';

/**
 * GET /slack/install leads to Slack with a state that is signed, bound to the browser by a cookie, and good for ten
 * minutes; GET /slack/oauth_redirect takes the answer. https://docs.slack.dev/authentication/installing-with-oauth
 */
export function installRoutes(options: InstallOptions): ReadonlyMap<string, RequestListener> {
  const { clientId, clientSecret, redirectUrl, apiUrl, stateSecret, installations, log } = options;
  const provider = new InstallProvider({
    clientId,
    clientSecret,
    stateSecret,
    directInstall: true,
    installUrlOptions: {
      scopes: [...BOT_SCOPES],
      ...(redirectUrl === null ? {} : { redirectUri: redirectUrl }),
    },
    installationStore: {
      storeInstallation: (installation) => installations.keep(installation as Installation),
      fetchInstallation: () => Promise.reject(new Error('tokens are read elsewhere')),
    },
    logger: sdkLog(log),
    clientOptions: {
      ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
      retryConfig: { retries: 1 },
    },
  });
  const install = (request: IncomingMessage, response: ServerResponse) =>
    provider.handleInstallPath(request, response);
  const redirect = (request: IncomingMessage, response: ServerResponse) =>
    provider.handleCallback(request, response, {
      success: (_installation, _options, _request, answer) => tell(answer, 200, INSTALLED),
      failure: (error, _options, _request, answer) => {
        const code = String(error.code);
        if (error instanceof RcaError) log.warn({ err: error }, 'an installation was refused');
        const [status, text] = FAULTS.get(code) ?? [502, FAILED];
        tell(answer, status, text);
      },
    });
  const guarded =
    (handle: typeof install): RequestListener =>
    (request, response) => {
      handle(request, response).catch((error: unknown) => {
        log.error({ err: error }, 'an installation failed');
        if (!response.headersSent) tell(response, 500, FAILED);
      });
    };
  return new Map([
    ['/slack/install', guarded(install)],
    ['/slack/oauth_redirect', guarded(redirect)],
  ]);
}

function tell(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text) + 1,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  });
  response.end(`${text}\n`);
}
