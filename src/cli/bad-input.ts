/** What was typed or piped in is wrong. The message says where and what to do; the terminal shows it as it is. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}
