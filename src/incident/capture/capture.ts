import type { Collection, Note, SourceRun } from '../../domain/incident.ts';
import type { Window } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { type AttachedEvidence, type AttachedFile, attachFile, missFile } from './files.ts';
import {
  type Channel,
  finishHistory,
  type HistoryEnd,
  type HistoryStep,
  historySteps,
  keepHistoryPage,
  openHistory,
} from './history.ts';
import {
  captureMessage,
  deleteMessage,
  editMessage,
  type MessageEdit,
  type MessageInput,
  withdrawMessage,
} from './messages.ts';
import { messageWriter } from './write-messages.ts';

/** What is said in a channel, as timeline and evidence. Texts come in raw; every call may be repeated. */
export interface Capture {
  message(incident: string, input: MessageInput, actor: string): Promise<Note>;
  /** Null when the message was never captured; so for the next two. */
  edit(incident: string, edit: MessageEdit, actor: string): Promise<Note | null>;
  delete(incident: string, key: string, atMs: number, actor: string): Promise<Note | null>;
  withdraw(incident: string, key: string, why: string, actor: string): Promise<Note | null>;
  file(incident: string, file: AttachedFile, actor: string): Promise<AttachedEvidence>;
  fileMissing(
    incident: string,
    file: { readonly name: string; readonly why: string; readonly mend: string },
    actor: string,
  ): Promise<void>;
  /** The window is the incident's when null. */
  openHistory(incident: string, window: Window | null, actor: string, key: string): Promise<Collection>;
  collection(id: string): Promise<Collection>;
  historySteps(collection: string): Promise<readonly HistoryStep[]>;
  keepHistoryPage(
    collection: Collection,
    channel: Channel,
    number: number,
    page: HistoryStep & { readonly bytes: Uint8Array },
  ): Promise<void>;
  finishHistory(collection: Collection, channel: Channel, end: HistoryEnd): Promise<SourceRun>;
}

export function createCapture(context: Context): Capture {
  const capturing = { redactor: context.redactor, writeMessage: messageWriter(context) };
  return {
    message: (incident, input, actor) => captureMessage(capturing, incident, input, actor),
    edit: (incident, edit, actor) => editMessage(capturing, incident, edit, actor),
    delete: (incident, key, atMs, actor) => deleteMessage(capturing, incident, key, atMs, actor),
    withdraw: (incident, key, why, actor) => withdrawMessage(capturing, incident, key, why, actor),
    file: (incident, file, actor) => attachFile(context, incident, file, actor),
    fileMissing: (incident, file, actor) => missFile(context, incident, file, actor),
    openHistory: (incident, window, actor, key) => openHistory(context, incident, window, actor, key),
    collection: (id) => context.store.collection(id),
    historySteps: (collection) => historySteps(context, collection),
    keepHistoryPage: (collection, channel, number, page) =>
      keepHistoryPage(context, collection, channel, number, page),
    finishHistory: (collection, channel, end) => finishHistory(context, collection, channel, end),
  };
}
