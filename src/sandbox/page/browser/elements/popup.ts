import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

export type Popup = { readonly open: boolean; readonly setOpen: (open: boolean) => void };

/** Something that opens below `around` and closes at a click elsewhere or Escape. */
export function usePopup(around: RefObject<HTMLElement | null>): Popup {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (!open) return;
    const close = (event: Event): void => {
      if (event.target instanceof Node && around.current?.contains(event.target) !== true) setOpen(false);
    };
    const escape = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      // The dialog around it stays open.
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
      around.current?.querySelector<HTMLElement>('[aria-expanded]')?.focus();
    };
    const { current } = around;
    document.addEventListener('pointerdown', close);
    current?.addEventListener('keydown', escape);
    return () => {
      document.removeEventListener('pointerdown', close);
      current?.removeEventListener('keydown', escape);
    };
  }, [open]);
  return { open, setOpen };
}

/** Arrow keys, Home and End between the options of a list. */
export function moveFocus(event: KeyboardEvent, list: HTMLElement | null): void {
  const items = [...(list?.querySelectorAll<HTMLElement>('[role=menuitem],[role=option]') ?? [])];
  const at = items.findIndex(item => item === document.activeElement);
  const next = {
    ArrowDown: at + 1,
    ArrowUp: at < 0 ? items.length - 1 : at - 1,
    Home: 0,
    End: items.length - 1,
  }[event.key];
  if (next === undefined || items.length === 0) return;
  event.preventDefault();
  items.at(next % items.length)?.focus();
}
