/**
 * The bot must not start, and a person has to mend it: the message is one sentence or two that name the
 * setting and the remedy. Shown as it is, without a stack.
 */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}
