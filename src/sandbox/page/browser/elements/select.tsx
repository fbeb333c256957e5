import { useId, useRef, useState } from 'preact/hooks';
import { isJson, word } from '../blocks/json.ts';
import type { Option } from '../blocks/surface.ts';
import { plainWords } from '../blocks/text.tsx';
import { Icon } from '../icon.tsx';
import { type Reader, useReader } from '../reader.ts';
import type { ElementProps } from './element.tsx';
import { moveFocus, usePopup } from './popup.ts';
import { SelectList } from './select-list.tsx';
import { asOption, useChoices } from './use-choices.ts';
import { useEntry } from './use-entry.ts';

/** Every kind of select menu: choices of the app's, loaded from it, or people and channels; one or several of them. */
export function Select(props: ElementProps) {
  const { element, labelledBy } = props;
  const { held, enter, busy, extra } = useEntry(props);
  const around = useRef<HTMLSpanElement>(null);
  const { open, setOpen } = usePopup(around);
  const [query, setQuery] = useState('');
  const list = useId();
  const choices = useChoices(props, open ? query : null);
  const several = word(element['type']).startsWith('multi_');
  const chosen = chosenIn(held, useReader());
  const values = chosen.map(({ value }) => value);
  const placeholder = plainWords(element['placeholder'], several ? 'Select options' : 'Select an option');
  const [one] = several ? [] : chosen;

  function choose({ value }: Option): void {
    setQuery('');
    setOpen(several);
    around.current?.querySelector<HTMLElement>('.select-field')?.focus();
    if (several) enter(values.includes(value) ? values.filter(other => other !== value) : [...values, value]);
    else enter(value);
  }

  return (
    <span
      class="element popup-around select"
      ref={around}
      onKeyDown={event => moveFocus(event, around.current)}
    >
      <span class={open ? 'select-box open' : 'select-box'}>
        {several &&
          chosen.map(option => (
            <button
              type="button"
              class="pill"
              aria-label={`Remove ${option.label}`}
              onClick={() => choose(option)}
            >
              {option.label} <span aria-hidden="true">×</span>
            </button>
          ))}
        <input
          class="select-field"
          role="combobox"
          aria-expanded={open}
          aria-controls={list}
          aria-labelledby={labelledBy}
          aria-label={labelledBy === undefined ? placeholder : undefined}
          aria-busy={busy}
          autocomplete="off"
          value={open ? query : (one?.label ?? '')}
          placeholder={one?.label ?? (chosen.length > 0 ? '' : placeholder)}
          onClick={() => setOpen(true)}
          onInput={event => {
            setQuery(event.currentTarget.value);
            setOpen(true);
          }}
          onKeyDown={event => {
            if (event.key !== 'Enter') return;
            // The modal around it is not meant.
            event.preventDefault();
            setOpen(true);
          }}
        />
        <span class="select-arrow" aria-hidden="true">
          <Icon name="down" />
        </span>
      </span>
      {open && <SelectList id={list} around={around} choices={choices} chosen={values} onChoose={choose} />}
      {extra}
    </span>
  );
}

function chosenIn(held: unknown, { names }: Reader): readonly Option[] {
  return [held].flat().flatMap(one => {
    if (typeof one === 'string') return { value: one, label: names[one] ?? one, description: undefined };
    return isJson(one) ? asOption(one) : [];
  });
}
