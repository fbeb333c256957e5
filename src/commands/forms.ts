import type { Fields, FormWanted } from '../core/form.ts';
import type { Reply } from '../core/reply.ts';
import type { ServerChoice } from '../core/server-choice.ts';
import type { StoredForm } from '../ports.ts';
import type { Asked, CommandDeps } from './asked.ts';
import { openPolicyForm, submitPolicyForm } from './policy-form.ts';
import { savePolicy } from './save-policy.ts';
import { openSnapshotForm, submitSnapshotForm, suggestServers } from './snapshot-form.ts';

/** Each modal has three parts: what it shows when it opens, what its lists suggest, what comes of submitting it. */
export function openForm(deps: CommandDeps, asked: Asked, wanted: FormWanted): Promise<Reply> {
  switch (wanted.kind) {
    case 'snapshot':
      return openSnapshotForm(deps, asked, wanted);
    case 'policy':
      return openPolicyForm(deps, asked, wanted.about);
  }
}

export function suggest(
  deps: CommandDeps,
  { asked }: StoredForm,
  text: string,
): Promise<readonly ServerChoice[]> {
  switch (asked.kind) {
    case 'snapshot':
    case 'policy':
      return suggestServers(deps, text);
    case 'policy-save':
      return Promise.resolve([]);
  }
}

export function submitForm(
  deps: CommandDeps,
  asked: Asked,
  form: StoredForm,
  fields: Fields,
): Promise<Reply> {
  const { asked: about } = form;
  switch (about.kind) {
    case 'snapshot':
      return submitSnapshotForm(deps, asked, { ...form, asked: about }, fields);
    case 'policy':
      return submitPolicyForm(deps, asked, form, about.about, fields);
    case 'policy-save':
      return savePolicy(deps, asked, form, about);
  }
}
