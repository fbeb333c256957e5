import type { Fields } from './form.ts';
import type { ChannelId, FormId, ServerId } from './ids.ts';
import type { ServerChoice } from './server-choice.ts';
import { noteLimit } from './snapshot.ts';
import { foldTyping, hasControls } from './typed-text.ts';

/** Which server, and a note. */
export type SnapshotForm = {
  readonly kind: 'snapshot';
  readonly id: FormId;
  /** Chosen before it was opened. */
  readonly server: ServerChoice | null;
  /** False while the list of servers has never been read from AWS. */
  readonly serversKnown: boolean;
  readonly card: CardPlace;
};

/** Where the card will stand: where the command was typed if the bot can post there, or where reports go. */
export type CardPlace = {
  readonly kind: 'here' | 'reports';
  readonly channel: ChannelId;
  readonly reports: ChannelId;
};

export type SnapshotFormFault =
  | { readonly field: 'server'; readonly kind: 'server-missing' }
  | { readonly field: 'server'; readonly kind: 'server-gone' }
  | {
      readonly field: 'note';
      readonly kind: 'note-too-long';
      readonly length: number;
      readonly limit: number;
    }
  | { readonly field: 'note'; readonly kind: 'note-controls' };

export type SnapshotFilledIn =
  | { readonly kind: 'filled-in'; readonly server: ServerId; readonly note: string }
  | { readonly kind: 'faults'; readonly faults: readonly SnapshotFormFault[] };

/** `chosen`: the server that the modal was opened with; Slack may leave out a choice that nobody touched. */
export function parseSnapshotFields(fields: Fields, chosen: ServerId | null): SnapshotFilledIn {
  const [given] = fields['server'] ?? [];
  const [typed = ''] = fields['note'] ?? [];
  const server = given === undefined ? chosen : (given as ServerId);
  const note = foldTyping(typed);
  const atNote = noteFault(typed, note);
  const faults: readonly SnapshotFormFault[] = [
    ...(server === null ? [{ field: 'server', kind: 'server-missing' } as const] : []),
    ...(atNote === null ? [] : [atNote]),
  ];
  return server === null || faults.length > 0
    ? { kind: 'faults', faults }
    : { kind: 'filled-in', server, note };
}

function noteFault(typed: string, note: string): SnapshotFormFault | null {
  if (hasControls(typed)) return { field: 'note', kind: 'note-controls' };
  const length = Array.from(note).length;
  return length > noteLimit ? { field: 'note', kind: 'note-too-long', length, limit: noteLimit } : null;
}
