import { type Button, buttonsOf } from './buttons.ts';
import { escapeCommandText } from './command-text.ts';
import type { Ack, Delivery } from './delivery.ts';
import { ackBody, readContent } from './message-body.ts';
import { messageObject } from './message-object.ts';
import type { Origin, ResponseUrls } from './response-urls.ts';
import { app, type Channel, type Person, team } from './seed.ts';
import type { Message } from './timeline.ts';
import type { Json } from './validate/schema.ts';
import { isForeign, payloadChannelName, type Workspace } from './workspace.ts';

/** What one act of a person led to at once; everything later shows in the timeline. */
export interface Exchange {
  readonly ack: Ack | { readonly ok: false; readonly why: 'not_a_command' | 'interactivity_off' };
  /** What Slack sent to the app, if it sent anything. */
  readonly payload: Json | undefined;
  /** What the person saw as the direct answer: the acknowledgement's text, or Slackbot's error. */
  readonly shown: readonly Message[];
}

export interface Interactions {
  command(act: { as: string; in: string; text: string }): Promise<Exchange>;
  click(act: { as: string; message: Message; actionId?: string; button?: string }): Promise<Exchange>;
}

export interface InteractionDeps {
  readonly workspace: Workspace;
  readonly delivery: Delivery;
  readonly responseUrls: ResponseUrls;
  readonly url: string;
}

// Slack still sends the token that signatures and Socket Mode replaced; nothing should read it.
const verificationToken = 'sandbox-verification-token';

export function createInteractions({
  workspace,
  delivery,
  responseUrls,
  url,
}: InteractionDeps): Interactions {
  const { directory, timeline, journal, manifest, now } = workspace;
  let triggers = 0;

  function envelopeFields(origin: Origin): Json {
    triggers += 1;
    return {
      api_app_id: app.id,
      token: verificationToken,
      trigger_id: `${now()}.${triggers}.sandbox`,
      response_url: `${url}/response/${responseUrls.mint(origin)}`,
    };
  }

  function present(name: string): Person {
    const person = directory.personNamed(name);
    if (person.deleted) throw new Error(`${name} was deactivated and can do nothing in Slack`);
    return person;
  }

  function slackbotSays(person: Person, channel: Channel, text: string): Message {
    return timeline.post({ channel: channel.id, ephemeral_to: person.id, via: 'slackbot', text, blocks: [] });
  }

  function showAck(person: Person, channel: Channel, name: string, payload: Json): Message[] {
    if (Object.keys(payload).length === 0) return [];
    const body = ackBody.safeParse(payload);
    const content = body.success ? readContent(body.data.text, body.data.blocks) : undefined;
    if (!body.success || content?.ok !== true) {
      const why = content?.ok === false ? [content.error, ...content.errors].join(' ') : body.error?.message;
      journal.surprise(`acknowledgement of ${name} cannot be shown: ${why ?? ''}`);
      return [slackbotSays(person, channel, `${name} failed with the error "invalid_command_response"`)];
    }
    const { text, blocks } = content;
    const ephemeral_to = body.data.response_type === 'in_channel' ? undefined : person.id;
    return [timeline.post({ channel: channel.id, text, blocks, via: 'response_url', ephemeral_to })];
  }

  async function command(act: { as: string; in: string; text: string }): Promise<Exchange> {
    const person = present(act.as);
    const channel = directory.channelNamed(act.in, person);
    if (!channel.members.has(person.id))
      throw new Error(`${act.as} is not in ${act.in} and cannot type there`);
    const [, name = '', text = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(act.text.trim()) ?? [];
    if (name === '') throw new Error(`not a slash command: ${act.text}`);
    const known = manifest.commands.get(name);
    // An app's commands exist only in the workspaces where it is installed, Slack Connect or not.
    if (known === undefined || isForeign(person)) {
      const shown = [slackbotSays(person, channel, `\`${name}\` is not a valid command.`)];
      return { ack: { ok: false, why: 'not_a_command' }, payload: undefined, shown };
    }
    const payload = {
      ...envelopeFields({ channel: channel.id, user: person.id }),
      team_id: team.id,
      team_domain: team.domain,
      channel_id: channel.id,
      channel_name: payloadChannelName(channel),
      user_id: person.id,
      user_name: person.name,
      command: name,
      text: known.shouldEscape ? escapeCommandText(text, directory) : text,
      // A string here and a boolean in interactions, as in Slack.
      is_enterprise_install: 'false',
    };
    const ack = await delivery.send('slash_commands', payload, true);
    const shown = ack.ok
      ? showAck(person, channel, name, ack.payload)
      : [slackbotSays(person, channel, `${name} failed with the error "${ack.why}"`)];
    return { ack, payload, shown };
  }

  async function click(act: {
    as: string;
    message: Message;
    actionId?: string;
    button?: string;
  }): Promise<Exchange> {
    const person = present(act.as);
    const channel = directory.channel(act.message.channel);
    const { ephemeral_to } = act.message;
    const sees = ephemeral_to === undefined ? channel?.members.has(person.id) : ephemeral_to === person.id;
    if (channel === undefined || sees !== true) throw new Error(`${act.as} does not see that message`);
    if (!manifest.interactivity) {
      journal.surprise('a click on a button of an app whose manifest has interactivity off');
      return { ack: { ok: false, why: 'interactivity_off' }, payload: undefined, shown: [] };
    }
    const button = chooseButton(act.message, act);
    const payload = clickPayload(person, channel, act.message, button);
    // Slack ignores what an acknowledgement of a click carries.
    return { ack: await delivery.send('interactive', payload, false), payload, shown: [] };
  }

  // The person clicks what is on their screen, which may be older than the message: the app must cope with both.
  function clickPayload(person: Person, channel: Channel, seen: Message, button: Button): Json {
    const current = timeline.find(seen.channel, seen.ts) ?? seen;
    const ephemeral = seen.ephemeral_to !== undefined;
    const thread = seen.thread_ts === undefined ? {} : { thread_ts: seen.thread_ts };
    return {
      type: 'block_actions',
      user: { id: person.id, username: person.name, name: person.name, team_id: person.team_id },
      ...envelopeFields({ channel: channel.id, user: person.id, message: seen }),
      container: {
        type: 'message',
        message_ts: seen.ts,
        channel_id: channel.id,
        is_ephemeral: ephemeral,
        ...thread,
      },
      team: { id: team.id, domain: team.domain },
      enterprise: null,
      is_enterprise_install: false,
      channel: { id: channel.id, name: payloadChannelName(channel) },
      // Slack keeps no copy of an ephemeral message, so it cannot send one along.
      ...(ephemeral ? {} : { message: messageObject(current) }),
      state: { values: {} },
      actions: [{ ...button.action, block_id: button.blockId, action_ts: timeline.nextTs() }],
    };
  }

  return { command, click };
}

function chooseButton(message: Message, wanted: { actionId?: string; button?: string }): Button {
  const buttons = buttonsOf(message.blocks);
  const fitting = buttons.filter(
    one =>
      (wanted.actionId === undefined || one.action['action_id'] === wanted.actionId) &&
      (wanted.button === undefined || one.label === wanted.button),
  );
  const [only, ...others] = fitting;
  if (only !== undefined && others.length === 0) return only;
  const labels = buttons.map(one => `[${one.label}] ${String(one.action['action_id'])}`).join(', ');
  const problem = only === undefined ? 'no such button' : 'more than one such button';
  throw new Error(
    `${problem} (${wanted.button ?? wanted.actionId ?? 'any'}); the message has: ${labels || 'none'}`,
  );
}
