import { word } from '../blocks/json.ts';
import { plainWords } from '../blocks/text.tsx';
import type { ElementProps } from './element.tsx';
import { useEntry } from './use-entry.ts';

export function DateOrTime(props: ElementProps) {
  const { element, labelledBy } = props;
  const { held, enter, extra } = useEntry(props);
  const isDate = element['type'] === 'datepicker';
  return (
    <span class="element">
      <input
        type={isDate ? 'date' : 'time'}
        class="text-input narrow"
        value={word(held)}
        aria-labelledby={labelledBy}
        aria-label={
          labelledBy === undefined ? plainWords(element['placeholder'], isDate ? 'Date' : 'Time') : undefined
        }
        onChange={event => enter(event.currentTarget.value || null)}
      />
      {extra}
    </span>
  );
}
