import { useRef } from 'preact/hooks';
import type { FaultRow } from '../shapes.ts';
import { useAct } from './acting.ts';
import { usePopup } from './elements/popup.ts';
import { Icon } from './icon.tsx';

/** What can go wrong outside the bot. */
export function FaultMenu({ faults }: { readonly faults: readonly FaultRow[] }) {
  const around = useRef<HTMLDivElement>(null);
  const { open, setOpen } = usePopup(around);
  const on = faults.filter(fault => fault.on).length;
  return (
    <div class="popup-around" ref={around}>
      <button
        type="button"
        class="bar-button"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={on === 0 ? 'Faults' : `Faults, ${on} on`}
        onClick={() => setOpen(!open)}
      >
        <Icon name="bolt" />
        <span class="only-wide">Faults</span>
        {on > 0 && <span class="badge bad">{on}</span>}
      </button>
      {open && (
        <div class="popup to-right faults" role="dialog" aria-label="Faults">
          {(['AWS', 'Slack'] as const).map(side => (
            <fieldset key={side}>
              <legend>{side}</legend>
              {faults
                .filter(fault => fault.side === side)
                .map(fault => (
                  <Fault key={fault.name} fault={fault} />
                ))}
            </fieldset>
          ))}
        </div>
      )}
    </div>
  );
}

function Fault({ fault: { name, title, lasts, on } }: { readonly fault: FaultRow }) {
  const act = useAct();
  if (lasts === 'moment')
    return (
      <button type="button" class="fault moment" onClick={() => void act({ kind: 'fault', name, on: true })}>
        <span class="fault-words">
          {title}
          <code>{name}</code>
        </span>
        <span class="fault-now">now</span>
      </button>
    );
  return (
    <label class="fault">
      <span class="fault-words">
        {title}
        <code>{name}</code>
      </span>
      <input
        type="checkbox"
        role="switch"
        checked={on}
        onChange={event => void act({ kind: 'fault', name, on: event.currentTarget.checked })}
      />
    </label>
  );
}
