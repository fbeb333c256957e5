// Drawn for this page, each on a 20 × 20 grid.
const shapes = {
  hash: <path d="M8 3 6 17M14 3l-2 14M3.5 7.5h13M3 12.5h13" />,
  lock: (
    <>
      <rect x="4" y="9" width="12" height="8" rx="2" />
      <path d="M7 9V6.5a3 3 0 0 1 6 0V9" />
    </>
  ),
  disks: (
    <>
      <ellipse cx="10" cy="5" rx="6.5" ry="2.5" />
      <path d="M3.5 5v5c0 1.4 2.9 2.5 6.5 2.5s6.5-1.1 6.5-2.5V5M3.5 10v5c0 1.4 2.9 2.5 6.5 2.5s6.5-1.1 6.5-2.5v-5" />
    </>
  ),
  eye: (
    <>
      <path d="M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5Z" />
      <circle cx="10" cy="10" r="2.3" />
    </>
  ),
  send: <path d="M3 4l14 6-14 6 2.5-6L3 4Zm2.5 6H10" />,
  down: <path d="M6 8l4 4 4-4" />,
  more: <path d="M4.5 10h.01M10 10h.01M15.5 10h.01" stroke-width="2.6" />,
  warning: <path d="M10 3.5 18 17H2L10 3.5ZM10 8.5v4M10 14.8v.01" />,
  menu: <path d="M3 5h14M3 10h14M3 15h14" />,
  panel: (
    <>
      <rect x="3" y="4" width="14" height="12" rx="2" />
      <path d="M12 4v12" />
    </>
  ),
  bolt: <path d="M11 2 4 11.5h5L8.5 18 16 8.5h-5L11 2Z" />,
  play: <path d="M6 4l10 6-10 6V4Z" />,
  pause: <path d="M7 4v12M13 4v12" />,
  moon: <path d="M16 12a7 7 0 0 1-8-8 7 7 0 1 0 8 8Z" />,
  sun: (
    <>
      <circle cx="10" cy="10" r="3.5" />
      <path d="M10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.3l1.4 1.4M14.3 14.3l1.4 1.4M15.7 4.3l-1.4 1.4M5.7 14.3l-1.4 1.4" />
    </>
  ),
  thread: <path d="M4 5h12v8H9l-3 3v-3H4V5Z" />,
  sliders: <path d="M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4" />,
};

export type IconName = keyof typeof shapes;

/** Beside words, never instead of them: it is hidden from screen readers. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      {shapes[name]}
    </svg>
  );
}
