import { useEffect, useRef, useState } from 'preact/hooks';
import type { ClockState } from '../shapes.ts';
import { useAct } from './acting.ts';
import { moveFocus, usePopup } from './elements/popup.ts';
import { Icon } from './icon.tsx';
import { clockTime, shortDay } from './reader.ts';

const hour = 60 * 60_000;
const jumps = [
  { label: '+1 hour', ms: hour },
  { label: '+1 day', ms: 24 * hour },
  { label: '+30 days', ms: 30 * 24 * hour },
] as const;

type Props = { readonly clock: ClockState; readonly zone: string };

/** The sandbox's time, and what moves it. */
export function ClockControls({ clock, zone }: Props) {
  const act = useAct();
  const around = useRef<HTMLDivElement>(null);
  const { open, setOpen } = usePopup(around);
  const now = useRunning(clock);
  const moving = clock.mode === 'moving';
  const choose = (run: () => Promise<void>) => () => {
    setOpen(false);
    void run();
  };
  return (
    <div class="clock popup-around" ref={around} onKeyDown={event => moveFocus(event, around.current)}>
      <button
        type="button"
        class="bar-button clock-face"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={`Time: ${shortDay(now, zone)}, ${clockTime(now, zone)}. Move it`}
        onClick={() => setOpen(!open)}
      >
        <span class={`clock-mode ${clock.mode}`} aria-hidden="true" />
        <span class="clock-day">{shortDay(now, zone)}</span>
        <span class="clock-time">{clockTime(now, zone, true)}</span>
        <Icon name="down" />
      </button>
      {open && (
        <div class="popup menu to-right clock-menu" role="menu" aria-label="Time">
          <p class="menu-note">
            {moving ? 'On its way.' : clock.mode === 'held' ? 'Time stands still.' : 'Runs at real speed.'}{' '}
            The bot works as if every minute had passed.
          </p>
          {moving ? (
            <Item onClick={choose(() => act({ kind: 'hold' }))}>Stop here</Item>
          ) : (
            <>
              {jumps.map(({ label, ms }) => (
                <Item onClick={choose(() => act({ kind: 'pass', ms }))}>{label}</Item>
              ))}
              <Item onClick={choose(() => act({ kind: 'pass-until-news' }))}>Until something happens</Item>
              <hr />
              {clock.mode === 'held' ? (
                <Item onClick={choose(() => act({ kind: 'run' }))}>
                  <Icon name="play" /> Real speed
                </Item>
              ) : (
                <Item onClick={choose(() => act({ kind: 'hold' }))}>
                  <Icon name="pause" /> Hold the time
                </Item>
              )}
            </>
          )}
          {clock.note !== null && (
            <p class="menu-note" role="status">
              {clock.note}
            </p>
          )}
        </div>
      )}
      <button
        type="button"
        class="bar-button only-wide"
        disabled={moving}
        title="Move time on until something happens"
        onClick={() => void act({ kind: 'pass-until-news' })}
      >
        Until something happens
      </button>
    </div>
  );
}

function Item({ onClick, children }: { onClick: () => void; children: preact.ComponentChildren }) {
  return (
    <button type="button" role="menuitem" class="menu-item" onClick={onClick}>
      {children}
    </button>
  );
}

/** Counts on between two messages of the server's, which come once a second. */
function useRunning({ now, mode }: ClockState): number {
  const [since, setSince] = useState({ now, at: performance.now() });
  const [, tick] = useState(0);
  useEffect(() => setSince({ now, at: performance.now() }), [now]);
  useEffect(() => {
    if (mode !== 'real') return;
    const timer = setInterval(() => tick(count => count + 1), 250);
    return () => clearInterval(timer);
  }, [mode]);
  return mode === 'real' ? since.now + Math.min(performance.now() - since.at, 1_500) : now;
}
