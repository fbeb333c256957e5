import { useEffect, useState } from 'preact/hooks';
import type { Scene } from '../shapes.ts';
import { useAct } from './acting.ts';
import { Blocks } from './blocks/block.tsx';
import { SurfaceContext } from './blocks/surface.ts';
import { Composer } from './composer.tsx';
import { Icon } from './icon.tsx';
import { MessageList } from './message-list.tsx';
import { viewSurface } from './surfaces.ts';

type Props = { readonly scene: Scene; readonly onThread: (ts: string) => void };

/** The bot's own page: its Home, and the direct messages with it. */
export function AppPage({ scene, onThread }: Props) {
  const { app, me } = scene;
  const act = useAct();
  const [tab, setTab] = useState<'home' | 'messages'>(app.hasHome ? 'home' : 'messages');
  // The app hears of every time that somebody comes here.
  useEffect(() => void act({ kind: 'open-home', as: me.name, tab }), [me.name, tab]);
  const direct = scene.channels.find(({ kind, name }) => kind === 'direct' && name === app.name);
  const tabs = app.hasHome ? (['home', 'messages'] as const) : (['messages'] as const);
  return (
    <>
      <header class="conversation-head app-head">
        <h2>
          <Icon name="disks" />
          {app.name}
        </h2>
        <div class="tabs" role="tablist" aria-label={app.name}>
          {tabs.map(name => (
            <button
              type="button"
              role="tab"
              aria-selected={tab === name}
              class="tab"
              onClick={() => setTab(name)}
            >
              {name === 'home' ? 'Home' : 'Messages'}
            </button>
          ))}
        </div>
      </header>
      {tab === 'home' ? (
        <Home scene={scene} />
      ) : (
        <>
          <MessageList
            key={me.name}
            scene={scene}
            messages={direct === undefined ? [] : scene.messages}
            onThread={onThread}
            intro={<DirectIntro name={app.name} />}
          />
          {direct !== undefined && app.takesMessages ? (
            <Composer key={me.name} scene={scene} channel={direct.id} label={`Message ${app.name}`} />
          ) : (
            <p class="thread-note">Sending messages to this app has been turned off.</p>
          )}
        </>
      )}
    </>
  );
}

function Home({ scene: { home, me } }: { readonly scene: Scene }) {
  if (home === null) return <p class="home empty">The app has not put anything here yet.</p>;
  return (
    <section class="home" aria-label="Home" tabIndex={0}>
      <SurfaceContext.Provider value={viewSurface(me.name, home)}>
        <Blocks blocks={home.content['blocks']} />
      </SurfaceContext.Provider>
    </section>
  );
}

function DirectIntro({ name }: { readonly name: string }) {
  return (
    <div class="intro">
      <h3>
        <Icon name="disks" />
        {name}
      </h3>
      <p>This conversation is between the bot and you alone.</p>
    </div>
  );
}
