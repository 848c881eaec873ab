import type { Transform } from '../../lib/plan/ir';
import { prefixRewrite } from '../../lib/plan/transforms';

/** Rewrites as the plan writes them, so that their words cannot drift away from it. */
export function prefix(from: string, to: string): readonly Transform[] {
  return prefixRewrite(from, to);
}

/** As `lib/plan/transforms.ts` writes ReplaceFullPath. */
export function fullPath(path: string): readonly Transform[] {
  return [{ type: 'url-rewrite', regex: '^[^?]*(.*)$', replace: `${path}$1` }];
}
