/**
 * The database did not take a change, for a reason outside this program: nothing of it was written, and the same
 * change may be tried again. `busy`: another program holds it. `no-room`: the disk is full, or takes no more.
 */
export class NotWritten extends Error {
  override readonly name = 'NotWritten';
  readonly why: 'busy' | 'no-room';

  constructor(why: NotWritten['why'], options: ErrorOptions) {
    super(sentences[why], options);
    this.why = why;
  }
}

const sentences = {
  busy: 'the database was not written: another program holds it (SNAPKEEPER_DB)',
  'no-room': 'the database was not written: its disk is full or takes no more (SNAPKEEPER_DB); make room',
} as const;
