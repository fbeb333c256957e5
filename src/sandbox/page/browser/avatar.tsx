import { Icon } from './icon.tsx';

/** The app's mark, or a person's first letter on a colour of their own. */
export function Avatar({ name, isApp }: { readonly name: string; readonly isApp: boolean }) {
  return (
    <span class={isApp ? 'avatar app' : `avatar tint-${tintOf(name)}`} aria-hidden="true">
      {isApp ? <Icon name="disks" /> : name.slice(0, 1).toUpperCase()}
    </span>
  );
}

function tintOf(name: string): number {
  return name.charCodeAt(name.length - 1) % 5;
}
