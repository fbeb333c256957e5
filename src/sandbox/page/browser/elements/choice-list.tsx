import { useId } from 'preact/hooks';
import { isJson, type Json, objectsIn, word } from '../blocks/json.ts';
import { Text } from '../blocks/text.tsx';
import type { ElementProps } from './element.tsx';
import { useEntry } from './use-entry.ts';

/** Checkboxes, or radio buttons of which one is chosen. */
export function ChoiceList(props: ElementProps) {
  const { element, labelledBy } = props;
  const { held, enter, extra } = useEntry(props);
  const name = useId();
  const one = element['type'] === 'radio_buttons';
  const chosen: readonly Json[] = one ? (isJson(held) ? [held] : []) : objectsIn(held);
  const isChosen = (option: Json): boolean => chosen.some(other => other['value'] === option['value']);
  const options = objectsIn(element['options']);
  return (
    <div class="choices" role={one ? 'radiogroup' : 'group'} aria-labelledby={labelledBy}>
      {options.map(option => (
        <label class="choice">
          <input
            type={one ? 'radio' : 'checkbox'}
            name={name}
            value={word(option['value'])}
            checked={isChosen(option)}
            onChange={() =>
              enter(
                one
                  ? word(option['value'])
                  : options
                      .filter(other => isChosen(other) !== (other === option))
                      .map(other => word(other['value'])),
              )
            }
          />
          <span>
            <Text value={option['text']} />
            {option['description'] !== undefined && (
              <span class="hint">
                <Text value={option['description']} />
              </span>
            )}
          </span>
        </label>
      ))}
      {extra}
    </div>
  );
}
