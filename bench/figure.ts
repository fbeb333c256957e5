/** A number of a run, or the series behind it. */
export type Raw = number | string | readonly number[];

export type Figure = {
  readonly name: string;
  /** What is compared with the target. */
  readonly value: number;
  readonly unit: string;
  /** The baseline's own figure, measured in the same run. */
  readonly baseline: number;
  readonly target: number;
  readonly ok: boolean;
  /** What the value was computed from, and what else one must know to judge it. */
  readonly raw: Readonly<Record<string, Raw>>;
};

/** One run that gives one figure or several. */
export type Measurement = {
  readonly names: readonly string[];
  /** Throws when the run itself went wrong: then there is no figure, good or bad. */
  measure(): Promise<readonly Figure[]>;
};
