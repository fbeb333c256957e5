import type { ChannelRow, Scene } from '../shapes.ts';
import { useAct } from './acting.ts';
import { Composer } from './composer.tsx';
import { Icon } from './icon.tsx';
import { MessageList } from './message-list.tsx';

type Props = {
  readonly scene: Scene;
  readonly channel: ChannelRow | undefined;
  readonly onThread: (ts: string) => void;
  readonly onEnter: (place: string) => void;
};

export function ChannelPage({ scene, channel, onThread, onEnter }: Props) {
  if (channel === undefined) return <NotHere scene={scene} onEnter={onEnter} />;
  const title = `${channel.kind === 'private' ? '' : '#'}${channel.name}`;
  return (
    <>
      <header class="conversation-head">
        <h2>
          <Icon name={channel.kind === 'private' ? 'lock' : 'hash'} />
          {channel.name}
        </h2>
        <span class="members">{channel.members} members</span>
      </header>
      <MessageList
        key={`${scene.me.name} ${channel.id}`}
        scene={scene}
        messages={scene.messages}
        onThread={onThread}
        intro={<Intro channel={channel} as={scene.me.name} />}
      />
      <Composer
        key={`composer ${scene.me.name} ${channel.id}`}
        scene={scene}
        channel={channel.id}
        label={`Message ${title}`}
      />
    </>
  );
}

/** For whoever does not know yet what to do here. */
const examples = [
  '/snapshot prod-web before the deploy',
  '/snapshot prod-wbe',
  '/snapshot',
  '/snapkeeper list',
  '/snapkeeper help',
];

function Intro({ channel, as }: { readonly channel: ChannelRow; readonly as: string }) {
  const act = useAct();
  const what =
    channel.kind === 'private'
      ? 'This private channel is seen by its members only.'
      : 'This is the very beginning of this channel.';
  return (
    <div class="intro">
      <h3>
        <Icon name={channel.kind === 'private' ? 'lock' : 'hash'} />
        {channel.name}
      </h3>
      <p>{what} Type a slash to see what the bot can do, or send one of these:</p>
      <div class="examples">
        {examples.map(text => (
          <button
            type="button"
            class="example"
            onClick={() => void act({ kind: 'type', as, in: channel.id, thread: null, text })}
          >
            {text}
          </button>
        ))}
      </div>
    </div>
  );
}

function NotHere({ scene, onEnter }: { readonly scene: Scene; readonly onEnter: (place: string) => void }) {
  return (
    <div class="not-here">
      <h2>{scene.me.realName} does not see this channel</h2>
      <p>As in Slack, a private channel is there for its members only, and a guest sees one channel.</p>
      <div class="not-here-places">
        {scene.channels
          .filter(({ kind }) => kind !== 'direct')
          .map(({ id, name }) => (
            <button type="button" class="button" onClick={() => onEnter(id)}>
              Go to #{name}
            </button>
          ))}
      </div>
    </div>
  );
}
