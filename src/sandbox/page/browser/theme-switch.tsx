import { useLayoutEffect, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';

type Theme = 'light' | 'dark';

const kept = 'theme';

function first(): Theme {
  const chosen = localStorage.getItem(kept);
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Light or dark: what the system prefers, until somebody chooses. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>(first);
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <button
      type="button"
      class="bar-button"
      aria-label={`Switch to ${other}`}
      title={`Switch to ${other}`}
      onClick={() => {
        localStorage.setItem(kept, other);
        setTheme(other);
      }}
    >
      <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
    </button>
  );
}
