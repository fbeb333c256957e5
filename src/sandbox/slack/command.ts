import { escapeCommandText } from './command-text.ts';
import { actingPerson, type Exchange, type InteractionDeps, interactionFields } from './interaction.ts';
import { ackBody, readContent } from './message-body.ts';
import { type Channel, type Person, team } from './seed.ts';
import type { Message } from './timeline.ts';
import type { Json } from './validate/schema.ts';
import { isForeign, payloadChannelName, type Workspace } from './workspace.ts';

/** Who types what where: `in` is a channel's id, `ops`, or `@snapkeeper` for the direct message with the bot. */
export interface CommandAct {
  readonly as: string;
  readonly in: string;
  readonly text: string;
}

/** A person types a slash command. Resolves when the app has acknowledged it or failed to. */
export async function typeCommand(deps: InteractionDeps, act: CommandAct): Promise<Exchange> {
  const { directory, manifest } = deps.workspace;
  const person = actingPerson(deps, act.as);
  const channel = directory.channel(act.in) ?? directory.channelNamed(act.in, person);
  if (!channel.members.has(person.id)) throw new Error(`${act.as} is not in ${act.in} and cannot type there`);
  const [, name = '', text = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(act.text.trim()) ?? [];
  if (name === '') throw new Error(`not a slash command: ${act.text}`);
  const say = (line: string) => [slackbotSays(deps.workspace, person, channel, line)];
  const known = manifest.commands.get(name);
  // An app's commands exist only in the workspaces where it is installed, Slack Connect or not.
  if (known === undefined || isForeign(person)) {
    const shown = say(`\`${name}\` is not a valid command.`);
    return { ack: { ok: false, why: 'not_a_command' }, payload: undefined, shown };
  }
  const sent = known.shouldEscape ? escapeCommandText(text, directory) : text;
  const payload = commandPayload(deps, person, channel, name, sent);
  const ack = await deps.delivery.send('slash_commands', payload);
  if (!ack.ok) return { ack, payload, shown: say(`${name} failed with the error "${ack.why}"`) };
  const answer = answerIn(ack.payload);
  if (answer === undefined) return { ack, payload, shown: [] };
  if ('error' in answer) {
    deps.workspace.journal.surprise(`acknowledgement of ${name} cannot be shown: ${answer.error}`);
    return { ack, payload, shown: say(`${name} failed with the error "invalid_command_response"`) };
  }
  const { isPublic, ...content } = answer;
  const ephemeral_to = isPublic ? undefined : person.id;
  const message = deps.workspace.timeline.post({
    ...content,
    channel: channel.id,
    via: 'response_url',
    ephemeral_to,
  });
  return { ack, payload, shown: [message] };
}

// https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling
function commandPayload(
  deps: InteractionDeps,
  person: Person,
  channel: Channel,
  command: string,
  text: string,
): Json {
  return {
    ...interactionFields(deps, { channel: channel.id, user: person.id }),
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: payloadChannelName(channel),
    user_id: person.id,
    user_name: person.name,
    command,
    text,
    // A string here and a boolean in interactions, as in Slack.
    is_enterprise_install: 'false',
  };
}

type AckAnswer = { text: string; blocks: readonly Json[]; isPublic: boolean } | { error: string } | undefined;

/** What an acknowledgement asks to show; an empty one shows nothing. */
function answerIn(payload: Json): AckAnswer {
  if (Object.keys(payload).length === 0) return undefined;
  const body = ackBody.safeParse(payload);
  if (!body.success) return { error: body.error.message };
  const content = readContent(body.data.text, body.data.blocks);
  if (!content.ok) return { error: [content.error, ...content.errors].join(' ') };
  return { text: content.text, blocks: content.blocks, isPublic: body.data.response_type === 'in_channel' };
}

function slackbotSays({ timeline }: Workspace, person: Person, channel: Channel, text: string): Message {
  return timeline.post({ channel: channel.id, ephemeral_to: person.id, via: 'slackbot', text, blocks: [] });
}
