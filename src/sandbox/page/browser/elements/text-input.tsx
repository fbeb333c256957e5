import { useEffect, useRef, useState } from 'preact/hooks';
import { word } from '../blocks/json.ts';
import { plainWords } from '../blocks/text.tsx';
import type { ElementProps } from './element.tsx';
import { useEntry } from './use-entry.ts';

const keyboards: Readonly<Record<string, 'email' | 'url' | 'decimal'>> = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'decimal',
};

/** Text of one line or several. What is typed is kept at once, so that nothing is lost when the modal is updated. */
export function TextInput(props: ElementProps) {
  const { element, labelledBy } = props;
  const { held, enter, extra } = useEntry(props);
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const [text, setText] = useState(word(held));
  useEffect(() => {
    // What the app put there instead, unless somebody is typing just now.
    if (document.activeElement !== field.current) setText(word(held));
  }, [held]);
  useEffect(() => {
    if (element['focus_on_load'] === true) field.current?.focus();
  }, []);
  const common = {
    ref: field,
    class: 'text-input',
    value: text,
    placeholder: plainWords(element['placeholder']),
    'aria-labelledby': labelledBy,
    onInput: (event: { currentTarget: { value: string } }) => {
      setText(event.currentTarget.value);
      enter(event.currentTarget.value);
    },
    onKeyDown: (event: KeyboardEvent) => {
      // A text of several lines takes the key for itself.
      if (event.key === 'Enter' && element['multiline'] !== true) enter(text, 'entered');
    },
  };
  return (
    <>
      {element['multiline'] === true ? (
        <textarea rows={4} {...common} />
      ) : (
        <input type="text" inputMode={keyboards[word(element['type'])] ?? 'text'} {...common} />
      )}
      {extra}
    </>
  );
}
