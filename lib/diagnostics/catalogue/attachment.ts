/** GW2xxx: how objects refer to each other: classes, parentRefs, listeners, grants, backends. */
import { error } from '../diagnostic';

export const NO_SUCH_LISTENER = error<{ subject: string; parent: string; section: string }>(
  'GW2104',
  'attach/no-such-listener',
  {
    message: ({ subject, parent, section }) => `${subject}: ${parent} has no listener "${section}"`,
    fix: 'name one of its listeners, or leave sectionName out to attach to all of them',
    cause: 'The sectionName of a parentRef names no listener of the parent.',
    condition: { type: 'Accepted', status: 'False', reason: 'NoMatchingParent' },
  },
);
