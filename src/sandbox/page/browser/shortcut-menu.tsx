import { useRef } from 'preact/hooks';
import type { Shortcut } from '../../slack/manifest.ts';
import { moveFocus, usePopup } from './elements/popup.ts';

type Props = {
  readonly shortcuts: readonly Shortcut[];
  readonly onCommands: () => void;
  readonly onShortcut: (name: string) => void;
};

/** Slack's plus: the app's shortcuts, and a way to its commands for those who do not know of the slash. */
export function ShortcutMenu({ shortcuts, onCommands, onShortcut }: Props) {
  const around = useRef<HTMLSpanElement>(null);
  const { open, setOpen } = usePopup(around);
  const close = (then: () => void) => () => {
    setOpen(false);
    then();
  };
  return (
    <span class="popup-around" ref={around} onKeyDown={event => moveFocus(event, around.current)}>
      <button
        type="button"
        class="plus"
        aria-label="Shortcuts and commands"
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <span aria-hidden="true">+</span>
      </button>
      {open && (
        <span class="popup menu upwards" role="menu">
          {shortcuts.map(({ name, description, callback_id }) => (
            <button
              type="button"
              role="menuitem"
              class="menu-item"
              onClick={close(() => onShortcut(callback_id))}
            >
              {name}
              <span class="hint">{description}</span>
            </button>
          ))}
          <button type="button" role="menuitem" class="menu-item" onClick={close(onCommands)}>
            Slash commands
            <span class="hint">What the bot can do, as you type</span>
          </button>
        </span>
      )}
    </span>
  );
}
