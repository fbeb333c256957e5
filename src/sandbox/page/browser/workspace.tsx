import { useState } from 'preact/hooks';
import type { Look, PanelLook } from '../shapes.ts';
import { ActContext, useActs } from './acting.ts';
import { AppPage } from './app-page.tsx';
import { ChannelPage } from './channel-page.tsx';
import { useScene } from './connection.ts';
import { Modals } from './modal.tsx';
import { Panel } from './panel.tsx';
import { ReaderContext } from './reader.ts';
import { appPlace, useRoute } from './route.ts';
import { Sidebar } from './sidebar.tsx';
import { StageBar } from './stage-bar.tsx';
import { ThreadPane } from './thread-pane.tsx';

/** Beside the conversation stands one thing at a time. */
type Beside =
  | { readonly kind: 'thread'; readonly ts: string }
  | { readonly kind: 'panel'; readonly look: PanelLook };

const wide = 1200;
const region: PanelLook = { kind: 'region', table: 'snapshots', find: '' };

export function Workspace() {
  const [route, go] = useRoute();
  const [beside, setBeside] = useState<Beside | null>(
    innerWidth >= wide ? { kind: 'panel', look: region } : null,
  );
  const [drawer, setDrawer] = useState(false);
  const [direct, setDirect] = useState<string | null>(null);
  const inApp = route.in === appPlace;
  const look: Look = {
    as: route.as,
    in: inApp ? (direct ?? appPlace) : route.in,
    thread: beside?.kind === 'thread' ? beside.ts : null,
    panel: beside?.kind === 'panel' ? beside.look : null,
  };
  const { scene, problem } = useScene(look);
  const { act, notice, dismiss } = useActs();

  if (scene === null) return <p class="first">{problem ?? 'Opening the sandbox…'}</p>;
  // The conversation with the bot has an id once somebody opened it.
  const directId =
    scene.channels.find(({ kind, name }) => kind === 'direct' && name === scene.app.name)?.id ?? null;
  if (directId !== direct) setDirect(directId);
  const here = scene.channels.find(({ id }) => id === look.in);
  const reader = {
    names: scene.names,
    userId: scene.me.id,
    zone: scene.me.zone,
    now: scene.clock.now,
  };
  const openThread = (ts: string): void => setBeside({ kind: 'thread', ts });
  const enter = (place: string): void => {
    setDrawer(false);
    if (beside?.kind === 'thread') setBeside(null);
    go({ as: route.as, in: place });
  };

  return (
    <ActContext.Provider value={act}>
      <ReaderContext.Provider value={reader}>
        <div class={`stage ${beside === null ? '' : 'with-beside'} ${drawer ? 'drawer-open' : ''}`}>
          <StageBar
            scene={scene}
            panelOpen={beside?.kind === 'panel'}
            onPanel={() => setBeside(beside?.kind === 'panel' ? null : { kind: 'panel', look: region })}
            onDrawer={() => setDrawer(!drawer)}
            onPlayer={as => {
              if (beside?.kind === 'thread') setBeside(null);
              go({ as, in: route.in });
            }}
          />
          <Sidebar scene={scene} here={inApp ? appPlace : (here?.id ?? '')} onEnter={enter} />
          <button
            type="button"
            class="drawer-shade"
            aria-label="Close the sidebar"
            onClick={() => setDrawer(false)}
          />
          <main class="conversation">
            {inApp ? (
              <AppPage scene={scene} onThread={openThread} />
            ) : (
              <ChannelPage scene={scene} channel={here} onThread={openThread} onEnter={enter} />
            )}
          </main>
          {beside?.kind === 'thread' && <ThreadPane scene={scene} onClose={() => setBeside(null)} />}
          {beside?.kind === 'panel' && (
            <Panel
              look={beside.look}
              panel={scene.panel}
              surprises={scene.surprises}
              onLook={next => setBeside({ kind: 'panel', look: next })}
              onClose={() => setBeside(null)}
            />
          )}
          <Modals modals={scene.modals} as={scene.me.name} appName={scene.app.name} />
          {(notice ?? problem) !== null && (
            <div class="notice" role="alert">
              <span>{notice ?? problem}</span>
              {notice !== null && (
                <button type="button" class="plain" aria-label="Dismiss" onClick={dismiss}>
                  ×
                </button>
              )}
            </div>
          )}
        </div>
      </ReaderContext.Provider>
    </ActContext.Provider>
  );
}
