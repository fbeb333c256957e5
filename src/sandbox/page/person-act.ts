import type { Client } from '../slack/client/client.ts';
import type { Exchange } from '../slack/interaction.ts';
import type { SimulatedSlack } from '../slack/slack.ts';
import type { Act } from './acts.ts';

/** Those acts that a person does in Slack. */
export type PersonAct = Extract<Act, { readonly as: string }>;

export function isPersonAct(act: Act): act is PersonAct {
  return 'as' in act;
}

/** Does it in the simulated Slack. Answers how Slack would call what went wrong, where it shows that in place. */
export async function doAsPerson(slack: SimulatedSlack, act: PersonAct): Promise<string | null> {
  const client = slack.client(act.as);
  switch (act.kind) {
    case 'type':
      return type(client, act);
    case 'press':
      return failure(await client.press(act.place, controlOf(act)));
    case 'enter':
      return failure(await client.enter(act.place, controlOf(act), act.entry, act.typing));
    case 'submit':
      // The modal itself shows what went wrong.
      await client.submit();
      return null;
    case 'close':
      await client.close(act.how);
      return null;
    case 'open-home':
      await client.openHome(act.tab);
      return null;
    case 'shortcut':
      return failure(await client.shortcut(act.name, act.in));
    case 'message-shortcut':
      return failure(await client.messageShortcut(act.name, { channel: act.in, ts: act.ts }));
  }
}

async function type(client: Client, act: Extract<PersonAct, { kind: 'type' }>): Promise<string | null> {
  const { text, thread } = act;
  const [command = ''] = text.trim().split(/\s/u, 1);
  if (!command.startsWith('/')) {
    client.post(act.in, text, thread ?? undefined);
    return null;
  }
  if (thread !== null) return `${command} is not supported in threads. Sorry!`;
  // What goes wrong with a command, Slackbot says below it.
  await client.type(act.in, text);
  return null;
}

export const controlOf = ({ block, action }: { readonly block: string; readonly action: string }) => ({
  blockId: block,
  actionId: action,
});

function failure({ ack }: Exchange): string | null {
  return ack.ok || ack.why === 'nothing_to_send' ? null : ack.why;
}
