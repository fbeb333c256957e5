import { useRef } from 'preact/hooks';
import { objectsIn, word } from '../blocks/json.ts';
import { useSurface } from '../blocks/surface.ts';
import { Text } from '../blocks/text.tsx';
import { Icon } from '../icon.tsx';
import type { ElementProps } from './element.tsx';
import { Floating } from './floating.tsx';
import { moveFocus, usePopup } from './popup.ts';
import { useAction } from './use-action.tsx';

export function Overflow({ element, where }: ElementProps) {
  const around = useRef<HTMLSpanElement>(null);
  const { open, setOpen } = usePopup(around);
  const surface = useSurface();
  const { start, busy, extra } = useAction(element);
  return (
    <span class="element popup-around" ref={around} onKeyDown={event => moveFocus(event, around.current)}>
      <button
        type="button"
        class="button square"
        aria-label="More actions"
        aria-haspopup="menu"
        aria-expanded={open}
        disabled={busy}
        onClick={() => setOpen(!open)}
      >
        <Icon name="more" />
      </button>
      {open && (
        <Floating around={around} role="menu">
          {objectsIn(element['options']).map(option => (
            <button
              type="button"
              role="menuitem"
              class="menu-item"
              onClick={() => {
                setOpen(false);
                if (typeof option['url'] === 'string')
                  window.open(word(option['url']), '_blank', 'noreferrer');
                start(() => surface.enter(where, word(option['value'])));
              }}
            >
              <Text value={option['text']} />
              {option['description'] !== undefined && (
                <span class="hint">
                  <Text value={option['description']} />
                </span>
              )}
            </button>
          ))}
        </Floating>
      )}
      {extra}
    </span>
  );
}
