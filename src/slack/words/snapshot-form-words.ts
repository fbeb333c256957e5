import type { ModalView, PlainTextOption } from '@slack/web-api';
import { noteLimit } from '../../core/snapshot.ts';
import type { ServerChoice } from '../../core/server-choice.ts';
import type { CardPlace, SnapshotForm, SnapshotFormFault } from '../../core/snapshot-form.ts';
import { clip } from '../../core/typed-text.ts';
import { context, section } from '../message.ts';
import { formView, option, searchField, textField } from '../view.ts';
import { channel } from './phrases.ts';

/** Leaves room for an instance id, even when every character counts twice. */
const ambiguousTitle = 26;

export function snapshotFormView({ id, server, serversKnown, card }: SnapshotForm): ModalView {
  const words = { title: 'Take a snapshot', submit: 'Take snapshot' };
  return formView(id, words, [
    section('All EBS volumes of the server, at the same instant. The server keeps running.'),
    searchField(
      'server',
      { label: 'Server', placeholder: 'Name or instance id' },
      server === null ? null : serverOption(server),
    ),
    textField(
      'note',
      { label: 'Note', placeholder: 'Why, for whoever finds it later' },
      { optional: true, maxLength: noteLimit },
    ),
    context(placeWords(card)),
    ...(serversKnown
      ? []
      : [context('The list of servers has not been read from AWS yet; it comes within a minute.')]),
  ]);
}

/** A server in a list: the name, and what tells it from others below. */
export function serverOption({ id, title, ambiguous, state, type, zone }: ServerChoice): PlainTextOption {
  const name = ambiguous ? `${clip(title, ambiguousTitle)} · ${id}` : title;
  return option(name, [id, state, type, zone].join(' · '), id);
}

/** Plain text: Slack shows it as it is. */
export function snapshotFaultWords(fault: SnapshotFormFault): string {
  switch (fault.kind) {
    case 'server-missing':
      return 'Choose a server.';
    case 'server-gone':
      return 'This server is gone: AWS does not list it any more. Choose another one.';
    case 'note-too-long':
      return `The note has ${fault.length.toLocaleString('en')} characters; ${fault.limit} fit.`;
    case 'note-controls':
      return 'The note holds characters that cannot be seen. Please type it instead of pasting it.';
  }
}

function placeWords({ kind, channel: here, reports }: CardPlace): string {
  if (kind === 'reports') return `The card will stand in ${channel(reports)}.`;
  // Direct messages have no name to mention.
  const where = here.startsWith('C') ? channel(here) : 'this conversation';
  return `The card will stand in ${where}. If Snapkeeper cannot post there, it will be in ${channel(reports)} or in our direct messages.`;
}
