import { useId } from 'preact/hooks';
import { Element } from '../elements/element.tsx';
import { isJson, type Json } from './json.ts';
import { useSurface } from './surface.ts';
import { Text } from './text.tsx';

export function InputBlock({ block }: { readonly block: Json }) {
  const label = useId();
  const surface = useSurface();
  const id = String(block['block_id']);
  const error = surface.error(id);
  const { element } = block;
  return (
    <div class={error === undefined ? 'block input' : 'block input wrong'}>
      <div class="input-label" id={label}>
        <Text value={block['label']} />
        {block['optional'] === true && <span class="optional"> (optional)</span>}
      </div>
      {isJson(element) && <Element element={element} block={id} labelledBy={label} />}
      {error !== undefined && (
        <div class="input-error" role="alert">
          {error}
        </div>
      )}
      {block['hint'] !== undefined && (
        <div class="hint">
          <Text value={block['hint']} />
        </div>
      )}
    </div>
  );
}
