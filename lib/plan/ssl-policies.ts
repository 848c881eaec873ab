import { SSL_POLICY_DEFAULT, SSL_POLICY_UNKNOWN } from '../diagnostics/catalogue/aws';
import { subjectOf } from '../diagnostics/subject';
import { didYouMean } from '../diagnostics/suggest';
import type { ListenerConfiguration } from '../model/loadbalancerconfiguration';
import type { PlanContext } from './context';
import type { Sourced } from './sourced';
import { part, subjectFor, where } from './sourced';

/** The policy that AWS recommends and its console chooses: TLS 1.2 and 1.3, forward secrecy, post-quantum key exchange. */
export const defaultSslPolicy = 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09';

/** Names after `ELBSecurityPolicy-`. Source: "Security policies for your Application Load Balancer" (ELB user guide). */
const known = [
  ...['3', '2', '2-Res', '2-Ext1', '2-Ext2'].map((level) => `TLS13-1-${level}-PQ-2025-09`),
  ...['3', '2', '2-Res', '2-Ext0', '2-Ext1', '2-Ext2'].map((level) => `TLS13-1-${level}-FIPS-PQ-2025-09`),
  ...['3', '2', '2-Res', '2-Ext1', '2-Ext2', '1', '0'].map((level) => `TLS13-1-${level}-2021-06`),
  ...['3', '2', '2-Res', '2-Ext0', '2-Ext1', '2-Ext2', '1', '0'].map((level) => `TLS13-1-${level}-FIPS-2023-04`),
  'TLS-1-2-Ext-2018-06',
  'TLS-1-2-2017-01',
  'TLS-1-1-2017-01',
  '2016-08',
  'FS-1-2-Res-2020-10',
  'FS-1-2-Res-2019-08',
  'FS-1-2-2019-08',
  'FS-1-1-2019-08',
  'FS-2018-06',
].map((name) => `ELBSecurityPolicy-${name}`);

/** The security policy of an HTTPS port. An unknown name is passed on with a warning: AWS adds policies. */
export function planSslPolicy(configuration: Sourced<ListenerConfiguration> | undefined, { gateway, sink }: PlanContext): string {
  const policy = configuration && part(configuration, 'sslPolicy');
  if (policy === undefined) {
    const { ref, object } = gateway.gateway;
    sink.report(SSL_POLICY_DEFAULT, { subject: subjectOf(ref), policy: defaultSslPolicy }, { at: object.at('metadata', 'name'), subject: ref });
    return defaultSslPolicy;
  }
  if (!known.includes(policy.value)) {
    const hint = didYouMean(policy.value, known);
    const report = { ...where(policy), ...(hint !== undefined && { hint }) };
    sink.report(SSL_POLICY_UNKNOWN, { subject: subjectFor(policy), policy: policy.value }, report);
  }
  return policy.value;
}
