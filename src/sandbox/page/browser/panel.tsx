import type { Panel as PanelData, PanelLook } from '../shapes.ts';
import { LogPanel } from './log-panel.tsx';
import { RegionPanel } from './region-panel.tsx';

type Props = {
  readonly look: PanelLook;
  readonly panel: PanelData | null;
  readonly surprises: readonly string[];
  readonly onLook: (look: PanelLook) => void;
  readonly onClose: () => void;
};

/** The truth behind the chat. */
export function Panel({ look, panel, surprises, onLook, onClose }: Props) {
  return (
    <aside class="beside panel" aria-label="What happens behind">
      <header class="beside-head">
        <div class="tabs" role="tablist" aria-label="What happens behind">
          <button
            type="button"
            role="tab"
            class="tab"
            aria-selected={look.kind === 'region'}
            onClick={() => onLook({ kind: 'region', table: 'snapshots', find: '' })}
          >
            EC2 Region
          </button>
          <button
            type="button"
            role="tab"
            class="tab"
            aria-selected={look.kind === 'log'}
            onClick={() => onLook({ kind: 'log' })}
          >
            Wires
          </button>
        </div>
        <button type="button" class="plain" aria-label="Close the panel" onClick={onClose}>
          ×
        </button>
      </header>
      {surprises.length > 0 && (
        <div class="surprises" role="alert">
          <strong>Not as it should be</strong>
          <ul>
            {surprises.map(what => (
              <li>{what}</li>
            ))}
          </ul>
        </div>
      )}
      {look.kind === 'region' && panel?.kind === 'region' && (
        <RegionPanel panel={panel} find={look.find} onLook={onLook} />
      )}
      {look.kind === 'log' && panel?.kind === 'log' && <LogPanel entries={panel.entries} />}
    </aside>
  );
}
