import { useEffect, useId, useRef } from 'preact/hooks';
import { type Json, word } from '../blocks/json.ts';
import { Text } from '../blocks/text.tsx';
import { strangeFields, Unknown } from '../blocks/unknown.tsx';

type Props = { readonly confirm: Json; readonly onAnswer: (yes: boolean) => void };

/** The question that Slack asks before it sends, in the app's words. */
export function ConfirmDialog({ confirm, onAnswer }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const body = useId();
  useEffect(() => dialog.current?.showModal(), []);
  const strange = strangeFields(confirm, ['title', 'text', 'confirm', 'deny', 'style']);
  if (strange.length > 0) return <Unknown what={`a confirmation with ${strange.join(', ')}`} />;
  return (
    <dialog
      ref={dialog}
      class="dialog confirm"
      role="alertdialog"
      aria-labelledby={title}
      aria-describedby={body}
      onCancel={() => onAnswer(false)}
    >
      <h2 id={title}>
        <Text value={confirm['title']} />
      </h2>
      <div class="text" id={body}>
        <Text value={confirm['text']} />
      </div>
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={() => onAnswer(false)}>
          <Text value={confirm['deny']} />
        </button>
        <button
          type="button"
          class={`button ${word(confirm['style']) || 'primary'}`}
          onClick={() => onAnswer(true)}
        >
          <Text value={confirm['confirm']} />
        </button>
      </div>
    </dialog>
  );
}
