import { type Json, word } from './json.ts';
import { strangeFields, Unknown } from './unknown.tsx';

type Props = { readonly image: Json; readonly size: 'small' | 'accessory' | 'large' };

/** Nothing is fetched from anywhere: where Slack shows a picture of another host, here stand its words. */
export function Picture({ image, size }: Props) {
  const strange = strangeFields(image, ['image_url', 'slack_file', 'alt_text', 'title']);
  if (strange.length > 0) return <Unknown what={`an image with ${strange.join(', ')}`} />;
  return (
    <span class={`picture ${size}`} role="img" aria-label={word(image['alt_text'])}>
      {size === 'small' ? '' : word(image['alt_text'])}
    </span>
  );
}
