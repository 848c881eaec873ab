/** GW3xxx: what an Application Load Balancer cannot do, and its fixed limits. */
import { error } from '../diagnostic';

export const REQUEST_MIRROR = error<{ subject: string; rule: number }>('GW3207', 'plan/request-mirror', {
  message: ({ subject, rule }) => `${subject}, rule ${rule}: an ALB cannot mirror requests`,
  fix: 'remove the RequestMirror filter, or serve this rule from another Gateway class',
  cause: 'A rule has a RequestMirror filter.',
  condition: { type: 'Accepted', status: 'False', reason: 'UnsupportedValue' },
});
