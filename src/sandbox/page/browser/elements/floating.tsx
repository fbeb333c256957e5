import type { ComponentChildren, RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

type Props = {
  readonly around: RefObject<HTMLElement | null>;
  readonly role: 'menu' | 'listbox';
  readonly id?: string;
  /** As wide as what it belongs to. */
  readonly fits?: boolean;
  readonly children: ComponentChildren;
};

type Spot = { readonly top: number; readonly left: number; readonly width: number };

const gap = 4;

/** What opens below something, or above it where there is more room; nothing that scrolls around it cuts it off. */
export function Floating({ around, role, id, fits = false, children }: Props) {
  const box = useRef<HTMLSpanElement>(null);
  const [spot, setSpot] = useState<Spot>({ top: 0, left: 0, width: 0 });
  useLayoutEffect(() => {
    const put = (): void => {
      if (around.current !== null && box.current !== null) setSpot(spotFor(around.current, box.current));
    };
    put();
    const grown = new ResizeObserver(put);
    if (box.current !== null) grown.observe(box.current);
    addEventListener('scroll', put, true);
    addEventListener('resize', put);
    return () => {
      grown.disconnect();
      removeEventListener('scroll', put, true);
      removeEventListener('resize', put);
    };
  }, []);
  const { top, left, width } = spot;
  return (
    <span
      ref={box}
      class="popup menu floating"
      role={role}
      id={id}
      style={{ top: `${top}px`, left: `${left}px`, width: fits ? `${width}px` : 'max-content' }}
    >
      {children}
    </span>
  );
}

function spotFor(around: HTMLElement, box: HTMLElement): Spot {
  const { top, bottom, left, width } = around.getBoundingClientRect();
  const { offsetHeight: height, offsetWidth } = box;
  const below = innerHeight - bottom;
  const isBelow = below >= height + 2 * gap || below >= top;
  return {
    top: isBelow ? bottom + gap : Math.max(gap, top - height - gap),
    left: Math.max(gap, Math.min(left, innerWidth - offsetWidth - gap)),
    width,
  };
}
