import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import type { ModalView } from '@slack/web-api';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { silence, signingSecret, startStage, type Stage } from './stage.ts';

/** What a careless developer could get wrong in the app below. */
type Mutation =
  | 'none'
  | 'no ack'
  | 'a trigger used twice'
  | 'a title one character too long'
  | 'two buttons with one action_id'
  | 'signatures that nobody checks'
  | 'an answer shown to everybody'
  | 'an answer shown to somebody else'
  | 'errors under an unknown block'
  | 'a method that does not exist'
  | 'a modal pushed as if it were the first';

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const button = (action_id: string, text: string) => ({
  type: 'button' as const,
  action_id,
  text: plain(text),
});

function form(is: (mutation: Mutation) => boolean): ModalView {
  return {
    type: 'modal',
    callback_id: 'take',
    title: plain('x'.repeat(is('a title one character too long') ? 25 : 24)),
    submit: plain('Take it'),
    blocks: [
      {
        type: 'input',
        block_id: 'note',
        label: plain('Note'),
        element: { type: 'plain_text_input', action_id: 'text' },
      },
    ],
  };
}

/** A whole app: a command with buttons in its answer, a modal behind one of them, an answer to whoever filled it in. */
function register(app: App, is: (mutation: Mutation) => boolean, somebodyElse: string): void {
  app.command('/snapshot', async ({ ack }) => {
    if (is('no ack')) return;
    const elements = [
      button('form', 'With a note'),
      button(is('two buttons with one action_id') ? 'form' : 'now', 'Now'),
    ];
    await ack({ text: 'how', blocks: [{ type: 'actions', elements }] });
  });
  app.action('form', async ({ ack, body, client }) => {
    await ack();
    const { trigger_id } = z.looseObject({ trigger_id: z.string() }).parse(body);
    const open = () =>
      is('a modal pushed as if it were the first')
        ? client.views.push({ trigger_id, view: form(is) })
        : client.views.open({ trigger_id, view: form(is) });
    await open();
    if (is('a trigger used twice')) await open();
  });
  app.view('take', async ({ ack, body, client }) => {
    if (is('errors under an unknown block'))
      return ack({ response_action: 'errors', errors: { nota: 'No.' } });
    await ack();
    const channel = 'C07OPS00000';
    const user = is('an answer shown to somebody else') ? somebodyElse : body.user.id;
    if (is('a method that does not exist'))
      await client.apiCall('chat.whisper', { channel, user, text: 'taken' });
    else if (is('an answer shown to everybody')) await client.chat.postMessage({ channel, text: 'taken' });
    else await client.chat.postEphemeral({ channel, user, text: 'taken' });
  });
}

/** The app behind an HTTP port, with that fault in it. Answers with how to wait until it has done all it was asked. */
async function run(stage: Stage, mutation: Mutation): Promise<() => Promise<unknown>> {
  const is = (one: Mutation) => one === mutation;
  const receiver = new HTTPReceiver({
    signingSecret,
    signatureVerification: !is('signatures that nobody checks'),
    logger: silence,
    port: 0,
  });
  const app = new App({
    token: stage.slack.env.SLACK_BOT_TOKEN,
    receiver,
    logger: silence,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: stage.slack.env.SLACK_API_URL, retryConfig: { retries: 0 } },
    convoStore: false,
    deferInitialization: true,
  });
  const running: Promise<void>[] = [];
  app.use(async ({ next }) => {
    const done = next();
    running.push(done);
    await done;
  });
  register(app, is, stage.slack.people['bob']?.id ?? '');
  await app.init();
  const server: { address(): unknown } = await receiver.start({ port: 0, host: '127.0.0.1' });
  const { port } = z.object({ port: z.number() }).parse(server.address());
  closing.push(() => app.stop());
  stage.slack.deliverTo({ url: `http://127.0.0.1:${port}/slack/events`, signingSecret });
  // What fails in it shows in the workspace.
  return () => Promise.allSettled(running);
}

/** What alice does, as far as it goes, and everything that was wrong with it. */
async function tryOut(stage: Stage, mutation: Mutation): Promise<readonly string[]> {
  const idle = await run(stage, mutation);
  const { slack } = stage;
  const alice = slack.client('alice');
  const stuck = await useForm(stage, idle).then(
    () => [],
    (error: unknown) => [String(error)],
  );
  const seen = (who: string) =>
    slack
      .client(who)
      .messages('ops')
      .some(({ text }) => text === 'taken');
  const answered = seen('alice') ? [] : ['alice has no answer'];
  const overheard = seen('bob') ? ['bob reads what was meant for alice'] : [];
  const forged = await slack.forge(
    { type: 'view_submission', user: { id: alice.person.id }, view: { callback_id: 'take' } },
    'wrong_secret',
  );
  const believed =
    forged.kind === 'answer' && forged.status === 401 ? [] : ['a forged submission got through'];
  return [...stage.surprises(), ...stuck, ...answered, ...overheard, ...believed];
}

async function useForm({ slack }: Stage, idle: () => Promise<unknown>): Promise<void> {
  const alice = slack.client('alice');
  const { shown } = await alice.type('ops', '/snapshot prod-web');
  const [message] = shown;
  if (message === undefined) throw new Error('the command has no answer');
  await alice.press(message, { label: 'With a note' });
  await idle();
  const [modal] = alice.modals();
  if (modal === undefined) throw new Error('no modal');
  await alice.enter(modal, { label: 'Note' }, 'before the deploy');
  await alice.submit();
  await idle();
}

test('a correct app passes', async () => {
  const stage = await startStage();
  closing.push(() => stage.close());
  expect(await tryOut(stage, 'none')).toEqual([]);
});

test.each<[Mutation, string]>([
  ['no ack', 'no acknowledgement of slash_commands'],
  ['a trigger used twice', 'views.open: exchanged_trigger_id'],
  ['a title one character too long', 'must be less than 25 characters [json-pointer:/view/title/text]'],
  ['two buttons with one action_id', '`action_id` "form" already exists'],
  ['signatures that nobody checks', 'a forged request was accepted: wrong_secret'],
  ['an answer shown to everybody', 'bob reads what was meant for alice'],
  ['an answer shown to somebody else', 'bob reads what was meant for alice'],
  ['errors under an unknown block', 'errors for what is no input block: nota'],
  ['a method that does not exist', 'chat.whisper: unknown_method'],
  ['a modal pushed as if it were the first', 'no modal'],
])('an app with %s does not', async (mutation, problem) => {
  const stage = await startStage({ ackMs: mutation === 'no ack' ? 100 : 3000 });
  closing.push(() => stage.close());
  expect((await tryOut(stage, mutation)).join('\n')).toContain(problem);
});
