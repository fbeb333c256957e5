import type { HomeView, KnownBlock } from '@slack/web-api';
import { typed } from '../../core/command-table.ts';
import type { Home, HomeOverview } from '../../core/home.ts';
import type { Reply, ServerRow } from '../../core/reply.ts';
import { context, escape, header, outside, section } from '../message.ts';
import type { ViewButton } from '../view.ts';
import { homeView, openPolicy, openSnapshot, pageAction, viewButton } from '../view.ts';
import { usage } from './help-words.ts';
import { setStateWords } from './list-words.ts';
import { operationLine } from './operation-words.ts';
import { ago, plural } from './phrases.ts';
import { denialWords } from './refusal-words.ts';
import { replyMessage } from './reply-words.ts';

/** A person's Home in words. */
export function homeWords(home: Home): HomeView {
  switch (home.kind) {
    case 'denied':
      return homeView([...whatThisIs(), section(denialWords(home.denial, home.admins))]);
    case 'overview':
      return homeView([
        ...whatThisIs(),
        buttons([
          {
            action: openSnapshot,
            label: 'Take a snapshot',
            about: 'Take a snapshot',
            value: null,
          },
          { action: openPolicy, label: 'New policy', about: 'Make a policy', value: null },
        ]),
        context(`In any channel: \`${escape(usage('snapshot'))}\`. All commands: \`${typed('help')}\``),
        ...runningBlocks(home),
        ...serverBlocks(home),
      ]);
  }
}

/** Why Home cannot be shown just now. */
export function homeReply(reply: Reply): HomeView {
  return homeView([...whatThisIs(), ...(replyMessage(reply)?.blocks ?? [])]);
}

function whatThisIs(): readonly KnownBlock[] {
  return [
    header('Snapkeeper'),
    section(
      'Keeps snapshots of EC2 servers: all disks of a server at the same instant. A card in the channel follows each one until it is complete.',
    ),
  ];
}

function runningBlocks({ running, moreRunning }: HomeOverview): readonly KnownBlock[] {
  if (running.length === 0) return [header('Running'), section('Nothing is running.')];
  const more = moreRunning > 0 ? [`and ${moreRunning.toLocaleString('en')} more`] : [];
  return [
    header('Running'),
    ...running.map(operation => section(operationLine(operation))),
    ...more.map(context),
  ];
}

function serverBlocks(home: HomeOverview): readonly KnownBlock[] {
  const { place, servers, serverCount, page, pages } = home;
  if (serverCount === null)
    return [
      header('Servers'),
      section('The list of servers has not been read from AWS yet. It comes within a minute.'),
    ];
  if (serverCount === 0) return [header('Servers'), section(`There are no servers in ${place}.`)];
  return [
    header(`${plural(serverCount, 'server')} in ${place}`),
    ...servers.flatMap(serverBlocksOf),
    ...(pages > 1 ? [context(`Page ${page + 1} of ${pages}`), buttons(pageButtons(page, pages))] : []),
  ];
}

function serverBlocksOf({ id, title, ambiguous, state, newest, count }: ServerRow): readonly KnownBlock[] {
  const name = `*${outside(title, 60)}*${ambiguous ? ` \`${id}\`` : ''} · ${outside(state)}`;
  const snapshots =
    newest === null
      ? 'no snapshot'
      : `${plural(count, 'snapshot')} · last one ${setStateWords(newest.state)}, ${ago(newest.at)}`;
  return [
    section(`${name}\n${snapshots}`),
    buttons([
      { action: openSnapshot, label: 'Snapshot', about: `Take a snapshot of ${title}`, value: id },
      { action: openPolicy, label: 'Schedule', about: `Schedule snapshots of ${title}`, value: id },
    ]),
  ];
}

function pageButtons(page: number, pages: number): readonly ViewButton[] {
  const to = (target: number, label: string): ViewButton => {
    return { action: `${pageAction}-${target}`, label, about: `${label} of servers`, value: String(target) };
  };
  return [
    ...(page > 0 ? [to(page - 1, 'Previous page')] : []),
    ...(page + 1 < pages ? [to(page + 1, 'Next page')] : []),
  ];
}

function buttons(all: readonly ViewButton[]): KnownBlock {
  return { type: 'actions', elements: all.map(viewButton) };
}
