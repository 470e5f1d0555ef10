import { userError } from '../../domain/errors.ts';

/** For verbs that take nothing after them. Throws `ARGUMENT_UNEXPECTED`. */
export function nothingAfter(verb: string, argument: string): void {
  if (argument === '') return;
  throw userError({
    code: 'ARGUMENT_UNEXPECTED',
    message: `/rca ${verb} takes nothing after it`,
    mend: `/rca ${verb}`,
  });
}
