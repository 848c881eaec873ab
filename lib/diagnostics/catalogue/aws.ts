/** GW5xxx: settings of AWS resources: certificates, subnets, security groups, attributes. */
import { error } from '../diagnostic';

export const CERTIFICATE_MISSING = error<{ subject: string; port: number }>('GW5001', 'plan/certificate-missing', {
  message: ({ subject, port }) => `${subject}: the HTTPS listener on port ${port} has no certificate`,
  fix: 'name one: tls.certificateRefs with the construct\'s certificates prop, tls.options, or defaultCertificate in a LoadBalancerConfiguration',
  cause: 'An HTTPS listener has neither a certificate reference that resolves nor a certificate in its LoadBalancerConfiguration.',
});
