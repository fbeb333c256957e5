import type { Fields, FormAsked } from '../core/form.ts';
import type { Reply } from '../core/reply.ts';
import type { ServerChoice } from '../core/server-choice.ts';
import type { StoredForm } from '../ports.ts';
import type { Asked, CommandDeps } from './asked.ts';
import { openSnapshotForm, submitSnapshotForm, suggestServers } from './snapshot-form.ts';

/** Each modal has three parts: what it shows when it opens, what its lists suggest, what comes of submitting it. */
export function openForm(deps: CommandDeps, asked: Asked, wanted: FormAsked): Promise<Reply> {
  switch (wanted.kind) {
    case 'snapshot':
      return openSnapshotForm(deps, asked, wanted);
  }
}

export function suggest(
  deps: CommandDeps,
  { asked }: StoredForm,
  text: string,
): Promise<readonly ServerChoice[]> {
  switch (asked.kind) {
    case 'snapshot':
      return suggestServers(deps, text);
  }
}

export function submitForm(
  deps: CommandDeps,
  asked: Asked,
  form: StoredForm,
  fields: Fields,
): Promise<Reply> {
  switch (form.asked.kind) {
    case 'snapshot':
      return submitSnapshotForm(deps, asked, form, fields);
  }
}
