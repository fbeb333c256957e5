import type { Shortcut } from '../../slack/manifest.ts';
import type { Message as SlackMessage } from '../../slack/timeline.ts';
import type { Scene } from '../shapes.ts';
import { useAct } from './acting.ts';
import { Avatar } from './avatar.tsx';
import { Blocks } from './blocks/block.tsx';
import { Mrkdwn } from './blocks/mrkdwn.tsx';
import { SurfaceContext } from './blocks/surface.ts';
import { Icon } from './icon.tsx';
import { messageSurface } from './surfaces.ts';
import { useReader } from './reader.ts';

export type MessageProps = {
  readonly message: SlackMessage;
  readonly replies: number;
  /** It stands under the name of the one before. */
  readonly joins: boolean;
  readonly as: string;
  readonly app: Scene['app'];
  readonly shortcuts: readonly Shortcut[];
  readonly onThread: (ts: string) => void;
  readonly time: string;
};

export function Message(props: MessageProps) {
  const { message, replies, joins, as, app, onThread, time } = props;
  const { names } = useReader();
  const isApp = message.user === app.userId;
  const name = isApp ? app.name : (names[message.user] ?? 'Slackbot');
  const onlyMine = message.ephemeral_to !== undefined;
  return (
    <article
      class={`message ${joins ? 'joins' : ''} ${onlyMine ? 'ephemeral' : ''}`}
      aria-label={`${name}, ${time}`}
    >
      {onlyMine && (
        <p class="only-mine">
          <Icon name="eye" /> Only visible to you
        </p>
      )}
      <div class="message-body">
        {joins ? <span class="gutter-time">{time}</span> : <Avatar name={name} isApp={isApp} />}
        <div class="message-words">
          {!joins && (
            <p class="author">
              <strong>{name === 'slackbot' ? 'Slackbot' : name}</strong>
              {isApp && <span class="app-mark">APP</span>}
              <span class="time">{time}</span>
            </p>
          )}
          <SurfaceContext.Provider value={messageSurface(as, message)}>
            {message.blocks.length > 0 ? (
              <Blocks blocks={message.blocks} />
            ) : (
              <div class="block text">
                <Mrkdwn text={message.text} />
                {message.edited !== undefined && <span class="edited"> (edited)</span>}
              </div>
            )}
          </SurfaceContext.Provider>
          {replies > 0 && (
            <button type="button" class="replies" onClick={() => onThread(message.ts)}>
              <Icon name="thread" /> {replies} {replies === 1 ? 'reply' : 'replies'}
              <span class="hint">View thread</span>
            </button>
          )}
        </div>
        {!onlyMine && <Tools {...props} />}
      </div>
    </article>
  );
}

/** What Slack offers when the pointer is over a message, or the focus in it. */
function Tools({ message, as, shortcuts, onThread }: MessageProps) {
  const act = useAct();
  return (
    <div class="tools">
      {shortcuts.map(({ name, callback_id }) => (
        <button
          type="button"
          class="tool"
          onClick={() =>
            void act({
              kind: 'message-shortcut',
              as,
              name: callback_id,
              in: message.channel,
              ts: message.ts,
            })
          }
        >
          {name}
        </button>
      ))}
      <button
        type="button"
        class="tool"
        aria-label="View thread"
        title="View thread"
        onClick={() => onThread(message.thread_ts ?? message.ts)}
      >
        <Icon name="thread" />
      </button>
    </div>
  );
}
