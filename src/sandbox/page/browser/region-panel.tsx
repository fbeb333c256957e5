import { useState } from 'preact/hooks';
import type { Panel, PanelLook, RegionRow, TableName } from '../shapes.ts';

type Data = Extract<Panel, { kind: 'region' }>;
type Props = { readonly panel: Data; readonly find: string; readonly onLook: (look: PanelLook) => void };

const names: readonly TableName[] = ['servers', 'volumes', 'snapshots', 'images', 'recycle bin', 'addresses'];

/** The Region as it is, whatever Describe calls still show of it. */
export function RegionPanel({ panel, find, onLook }: Props) {
  return (
    <>
      <div class="tables" role="tablist" aria-label="Tables of the Region">
        {names.map(table => (
          <button
            type="button"
            role="tab"
            class="table-tab"
            aria-selected={panel.table === table}
            onClick={() => onLook({ kind: 'region', table, find })}
          >
            {table} <span class="count">{panel.counts[table]}</span>
          </button>
        ))}
      </div>
      <input
        class="text-input find"
        type="search"
        placeholder={`Find in ${panel.table}: id, name, tag`}
        aria-label={`Find in ${panel.table}`}
        value={find}
        onInput={event => onLook({ kind: 'region', table: panel.table, find: event.currentTarget.value })}
      />
      <div class="region" tabIndex={0} role="region" aria-label={panel.table}>
        <table>
          <thead>
            <tr>
              <th scope="col">Id</th>
              {panel.columns.map(column => (
                <th scope="col">{column}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {panel.rows.map(row => (
              <Row key={row.id} row={row} width={panel.columns.length + 1} />
            ))}
          </tbody>
        </table>
        {panel.found > panel.rows.length && (
          <p class="hint more">
            {panel.rows.length} of {panel.found} shown. Type above to find others.
          </p>
        )}
        {panel.found === 0 && <p class="hint more">Nothing here fits.</p>}
      </div>
    </>
  );
}

function Row({ row, width }: { readonly row: RegionRow; readonly width: number }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <tr class={row.ours ? 'ours' : ''}>
        <th scope="row">
          <button
            type="button"
            class="plain row-id"
            aria-expanded={open}
            aria-label={`${row.id}, ${row.tags.length} tags`}
            onClick={() => setOpen(!open)}
          >
            <span class={`dot ${row.state}`} aria-hidden="true" />
            {row.id}
          </button>
        </th>
        {row.cells.map(cell => (
          <td>{cell}</td>
        ))}
      </tr>
      {open && (
        <tr class="tags">
          <td colSpan={width}>
            {row.tags.length === 0 ? (
              'No tags'
            ) : (
              <dl>
                {row.tags.map(([name, value]) => (
                  <div class={name.startsWith('snapkeeper:') ? 'ours' : ''}>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
              </dl>
            )}
          </td>
        </tr>
      )}
    </>
  );
}
