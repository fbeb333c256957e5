export type FaultOptions = {
  readonly status?: number;
  /** Something the sandbox does not know, or nobody should send: it fails a run, even if the caller copes. */
  readonly surprise?: boolean;
};

/** An error as AWS answers it: a code to match on, a message to read. */
export class Fault extends Error {
  readonly code: string;
  readonly status: number;
  readonly surprise: boolean;

  constructor(code: string, message: string, options: FaultOptions = {}) {
    super(message);
    this.name = 'Fault';
    this.code = code;
    this.status = options.status ?? 400;
    this.surprise = options.surprise ?? false;
  }
}

export function invalidValue(message: string, options?: FaultOptions): Fault {
  return new Fault('InvalidParameterValue', message, options);
}
