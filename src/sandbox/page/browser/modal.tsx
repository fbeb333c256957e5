import { useEffect, useId, useRef } from 'preact/hooks';
import type { SeenView } from '../../slack/client/client.ts';
import { useAct } from './acting.ts';
import { Avatar } from './avatar.tsx';
import { Blocks } from './blocks/block.tsx';
import { textOf } from './blocks/json.ts';
import { SurfaceContext } from './blocks/surface.ts';
import { strangeFields, Unknown } from './blocks/unknown.tsx';
import { viewSurface } from './surfaces.ts';

const fields = [
  'blocks',
  'private_metadata',
  'callback_id',
  'external_id',
  'title',
  'submit',
  'close',
  'clear_on_close',
  'notify_on_close',
  'submit_disabled',
];

type Props = { readonly modals: readonly SeenView[]; readonly as: string; readonly appName: string };

/** The modal on top; those below it keep what was entered into them. */
export function Modals({ modals, as, appName }: Props) {
  const top = modals.at(-1);
  return top === undefined ? null : (
    <Modal key={`${as} ${top.view}`} modal={top} as={as} appName={appName} isPushed={modals.length > 1} />
  );
}

type ModalProps = {
  readonly modal: SeenView;
  readonly as: string;
  readonly appName: string;
  readonly isPushed: boolean;
};

function Modal({ modal, as, appName, isPushed }: ModalProps) {
  const act = useAct();
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const { content, waiting, trouble } = modal;
  useEffect(() => {
    dialog.current?.showModal();
    dialog.current?.focus();
  }, []);
  useEffect(() => {
    // Where one types first, as soon as it is there; until then on nothing that a key could set off.
    if (document.activeElement === dialog.current)
      dialog.current?.querySelector<HTMLElement>('.modal-body input, .modal-body textarea')?.focus();
  }, [content]);
  const strange = strangeFields(content, fields);
  const dismiss = (): void => void act({ kind: 'close', as, how: 'dismiss' });
  return (
    <dialog
      ref={dialog}
      tabIndex={-1}
      class="dialog modal"
      aria-labelledby={title}
      onCancel={event => {
        event.preventDefault();
        dismiss();
      }}
    >
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault();
          if (!waiting && content['submit'] !== null) void act({ kind: 'submit', as });
        }}
      >
        <header class="modal-head">
          {isPushed ? (
            <button
              type="button"
              class="plain"
              aria-label="Back"
              onClick={() => void act({ kind: 'close', as, how: 'close' })}
            >
              ‹
            </button>
          ) : (
            <Avatar name={appName} isApp />
          )}
          <h2 id={title}>{textOf(content['title'])}</h2>
          <button type="button" class="plain" aria-label="Close" onClick={dismiss}>
            ×
          </button>
        </header>
        <div class="modal-body" tabIndex={0} role="group" aria-label={textOf(content['title'])}>
          {strange.length > 0 && <Unknown what={`a modal with ${strange.join(', ')}`} />}
          <SurfaceContext.Provider value={viewSurface(as, modal)}>
            <Blocks blocks={content['blocks']} />
          </SurfaceContext.Provider>
        </div>
        {trouble !== undefined && (
          <p class="trouble" role="alert">
            {trouble}
          </p>
        )}
        <footer class="dialog-buttons">
          <button type="button" class="button" onClick={() => void act({ kind: 'close', as, how: 'close' })}>
            {textOf(content['close']) || (content['submit'] === null ? 'Close' : 'Cancel')}
          </button>
          {content['submit'] !== null && (
            <button
              type="submit"
              class="button primary"
              aria-busy={waiting}
              disabled={waiting || content['submit_disabled'] === true}
            >
              {textOf(content['submit'])}
            </button>
          )}
        </footer>
      </form>
    </dialog>
  );
}
