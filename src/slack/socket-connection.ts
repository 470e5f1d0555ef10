import { setTimeout as wait } from 'node:timers/promises';
import type { SocketModeReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import { slackRefusal } from '../deliver/slack-errors.ts';
import { outsideError } from '../domain/errors.ts';

/** Between attempts, doubled from the first to the last. */
const RETRY_MS = { first: 250, last: 30_000 } as const;

export interface SocketConnection {
  isConnected(): boolean;
  /**
   * Resolves after the first attempt. Throws `SLACK_APP_TOKEN_REFUSED`; while Slack cannot be reached, and
   * whenever it ends a connection, it goes on trying until `disconnect`.
   */
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

/**
 * Keeps one Socket Mode connection. The SDK's own reconnecting is off: it waits five seconds each time, and
 * ends the process when Slack refuses it.
 */
export function keepConnected(client: SocketModeReceiver['client'], log: Logger): SocketConnection {
  const stopped = Promise.withResolvers<void>();
  let stopping = false;
  let connected = false;

  const attempt = async (): Promise<void> => {
    await client.start();
    connected = !stopping;
    if (stopping) await client.disconnect();
  };
  const reconnect = async (): Promise<void> => {
    let delayMs: number = RETRY_MS.first;
    while (!stopping) {
      try {
        return await attempt();
      } catch (error) {
        log.warn({ err: error, delayMs }, 'Slack cannot be reached over Socket Mode');
        await Promise.race([wait(delayMs, undefined, { ref: false }), stopped.promise]);
        delayMs = Math.min(delayMs * 2, RETRY_MS.last);
      }
    }
  };
  client.on('disconnected', () => {
    const wasConnected = connected;
    connected = false;
    if (wasConnected && !stopping) void reconnect();
  });

  return {
    isConnected: () => connected,
    async connect() {
      try {
        await attempt();
      } catch (error) {
        if (slackRefusal(error)) throw tokenRefused(error);
        log.warn({ err: error }, 'Slack cannot be reached over Socket Mode');
        void reconnect();
      }
    },
    async disconnect() {
      stopping = true;
      stopped.resolve();
      if (connected) await client.disconnect();
      connected = false;
    },
  };
}

const tokenRefused = (cause: unknown) =>
  outsideError(
    {
      code: 'SLACK_APP_TOKEN_REFUSED',
      message: 'Slack refused the app-level token',
      where: 'environment variable SLACK_APP_TOKEN',
      mend: 'make a token with the scope connections:write in the settings of the app, and set it',
    },
    cause,
  );
