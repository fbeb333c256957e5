import { isJson, word } from '../blocks/json.ts';
import { useSurface } from '../blocks/surface.ts';
import { plainWords, Text } from '../blocks/text.tsx';
import type { ElementProps } from './element.tsx';
import { useAction } from './use-action.tsx';

export function Button({ element, where }: ElementProps) {
  const surface = useSurface();
  const { start, busy, extra } = useAction(element);
  const { text, url, style } = element;
  const label = word(element['accessibility_label']) || undefined;
  return (
    <span class="element">
      <button
        type="button"
        class={`button ${word(style)}`}
        aria-label={label}
        aria-busy={busy}
        aria-haspopup={isJson(element['confirm']) ? 'dialog' : undefined}
        disabled={busy}
        title={plainWords(text).length > 40 ? plainWords(text) : undefined}
        onClick={() => {
          if (typeof url === 'string') window.open(url, '_blank', 'noreferrer');
          start(() => surface.press(where));
        }}
      >
        <span class="button-words">
          <Text value={text} />
        </span>
      </button>
      {extra}
    </span>
  );
}
