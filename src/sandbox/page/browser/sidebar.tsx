import type { ChannelRow, Scene } from '../shapes.ts';
import { Icon } from './icon.tsx';
import { appPlace } from './route.ts';

type Props = {
  readonly scene: Scene;
  readonly here: string;
  readonly onEnter: (place: string) => void;
};

/** What this person has in their workspace, and nothing else. */
export function Sidebar({ scene, here, onEnter }: Props) {
  const named = scene.channels.filter(({ kind }) => kind !== 'direct');
  const direct = scene.channels.find(({ kind, name }) => kind === 'direct' && name === scene.app.name);
  return (
    <nav class="sidebar" aria-label="Channels and apps">
      <header class="team">
        <h1>{scene.team}</h1>
        <p>
          {scene.me.realName} · {scene.me.role}
        </p>
      </header>
      <h2>Channels</h2>
      <ul>
        {named.map(channel => (
          <Row channel={channel} here={here === channel.id} onEnter={() => onEnter(channel.id)} />
        ))}
      </ul>
      <h2>Apps</h2>
      <ul>
        <li>
          <button
            type="button"
            class={direct !== undefined && direct.unread > 0 ? 'place unread' : 'place'}
            aria-current={here === appPlace ? 'page' : undefined}
            onClick={() => onEnter(appPlace)}
          >
            <Icon name="disks" />
            <span class="place-name">{scene.app.name}</span>
            {direct !== undefined && <Unread count={direct.unread} />}
          </button>
        </li>
      </ul>
    </nav>
  );
}

type RowProps = { readonly channel: ChannelRow; readonly here: boolean; readonly onEnter: () => void };

function Row({ channel, here, onEnter }: RowProps) {
  return (
    <li>
      <button
        type="button"
        class={channel.unread > 0 ? 'place unread' : 'place'}
        aria-current={here ? 'page' : undefined}
        onClick={onEnter}
      >
        <Icon name={channel.kind === 'private' ? 'lock' : 'hash'} />
        <span class="place-name">{channel.name}</span>
        <Unread count={channel.unread} />
      </button>
    </li>
  );
}

function Unread({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <span class="badge">
      {count}
      <span class="only-spoken"> unread</span>
    </span>
  );
}
