import { useEffect, useState } from 'preact/hooks';
import type { LogRow } from '../shapes.ts';
import { readEntry } from './connection.ts';
import { clockTime, useReader } from './reader.ts';

const kinds: Readonly<Record<LogRow['kind'], string>> = {
  envelope: 'to the bot',
  slack: 'Slack',
  aws: 'AWS',
  surprise: 'wrong',
};

const filters = ['envelope', 'slack', 'aws'] as const;

/** What was said between the bot and the outside, the newest first. */
export function LogPanel({ entries }: { readonly entries: readonly LogRow[] }) {
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const shown = entries.filter(({ kind }) => !hidden.includes(kind));
  return (
    <>
      <div class="tables" role="group" aria-label="Show">
        {filters.map(kind => (
          <button
            type="button"
            class="table-tab"
            aria-pressed={!hidden.includes(kind)}
            onClick={() =>
              setHidden(hidden.includes(kind) ? hidden.filter(one => one !== kind) : [...hidden, kind])
            }
          >
            {kinds[kind]}
          </button>
        ))}
      </div>
      <ol class="log" tabIndex={0} aria-label="What went over the wires">
        {shown.map(entry => (
          <Entry key={entry.number} entry={entry} />
        ))}
        {shown.length === 0 && <li class="hint more">Nothing yet.</li>}
      </ol>
    </>
  );
}

function Entry({ entry }: { readonly entry: LogRow }) {
  const { zone } = useReader();
  const [open, setOpen] = useState(false);
  return (
    <li class={`entry ${entry.kind} ${entry.ok ? '' : 'bad'}`}>
      <button type="button" class="plain entry-line" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span class="entry-time">{clockTime(entry.at, zone, true)}</span>
        <span class="entry-kind">{kinds[entry.kind]}</span>
        <span class="entry-title">{entry.title}</span>
        <span class="entry-outcome">{entry.outcome}</span>
      </button>
      {open && <Detail entry={entry} />}
    </li>
  );
}

function Detail({ entry: { number, outcome } }: { readonly entry: LogRow }) {
  const [text, setText] = useState('…');
  // An envelope gains its acknowledgement later.
  useEffect(() => void readEntry(number).then(setText), [number, outcome]);
  return (
    <pre class="code-block detail" tabIndex={0}>
      {text}
    </pre>
  );
}
