/** LoadBalancerConfiguration in the field table. */
import type { FieldEntries, Patch } from './field-table';
import { added, changed, except, ignored, mapped, rejected, under, within } from './field-table-entries';
import {
  certificateArn,
  loadBalancerConfiguration as configuration,
  otherCertificateArn,
  plainListener,
  targetGroupConfiguration,
} from './field-table-manifests';

const spec = 'LoadBalancerConfiguration.spec';
const entry = `${spec}.listenerConfigurations[]`;
const https: Patch = { [entry]: { protocolPort: 'HTTPS:443' } };
const attribute = (list: string, key: string, value: string): Patch => ({ [list]: [{ key, value }] });
const twoSubnets = (more: object = {}): Patch => ({
  [`${spec}.loadBalancerSubnets`]: [{ identifier: 'subnet-1', ...more }, { identifier: 'subnet-2' }],
});
const trustStoreArn = (name: string) => `arn:aws:elasticloadbalancing:eu-west-1:111122223333:truststore/${name}/1111111111111111`;
const verify: Patch = { [entry]: { protocolPort: 'HTTPS:443', mutualAuthentication: { mode: 'verify', trustStore: trustStoreArn('a') } } };
const webAcl = (name: string) => `arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/${name}/11111111`;
const withGroups: Patch = { [`${spec}.securityGroups`]: ['sg-1'] };

/** The configuration `lb` is that of the class; one of the Gateway stands beside it. */
const asClassConfiguration = {
  given: {
    'GatewayClass.spec.parametersRef': { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'lb', namespace: 'infra' },
    'Gateway.spec.infrastructure.parametersRef.name': 'own',
    [`${spec}.scheme`]: 'internal',
  },
  also: [configuration('infra', 'own', { scheme: 'internet-facing' })],
};

const nlbAddress = (field: string, value: string): FieldEntries => ({
  [`loadBalancerSubnets[].${field}`]: rejected('GW5110', 'fixed addresses are for Network Load Balancers', added(value, twoSubnets())),
});

function listenerConfiguration(): FieldEntries {
  const onlyHttp: Patch = { 'Gateway.spec.listeners': [plainListener('http', 80)], [entry]: { protocolPort: 'HTTP:80' } };
  const withoutEffect = (value: unknown) => except('GW5013', 'the listener speaks HTTP', added(value, onlyHttp));
  return under('listenerConfigurations[]', {
    'protocolPort': mapped(
      'Listener SslPolicy',
      changed('HTTPS:8443', 'HTTPS:443', { [entry]: { sslPolicy: 'ELBSecurityPolicy-2016-08' } }),
      {
        detail: 'protocol and port of a listener',
        except: [except('GW5008', 'there is no such listener', changed('HTTPS:443', 'HTTPS:8443', https))],
      },
    ),
    'defaultCertificate': mapped('Listener Certificates', changed(certificateArn, otherCertificateArn, https), {
      detail: 'the first certificate',
      except: [except('GW5002', 'it is no ARN of a certificate', changed(certificateArn, 'web', https)), withoutEffect(certificateArn)],
    }),
    'certificates': mapped('Listener Certificates', changed([certificateArn], [otherCertificateArn], https), {
      except: [
        except('GW5002', 'one is no ARN of a certificate', changed([certificateArn], ['web'], https)),
        withoutEffect([certificateArn]),
      ],
    }),
    'sslPolicy': mapped('Listener SslPolicy', changed('ELBSecurityPolicy-2016-08', 'ELBSecurityPolicy-TLS13-1-2-2021-06', https), {
      except: [
        except('GW5003', 'AWS had no such policy when this was made', changed('ELBSecurityPolicy-2016-08', 'x', https)),
        withoutEffect('ELBSecurityPolicy-2016-08'),
      ],
    }),
    'alpnPolicy': ignored('for Network Load Balancers', changed('None', 'HTTP2Preferred', https), { code: 'GW5012' }),
    'targetGroupStickiness': ignored('for Network Load Balancers', added(true, https), { code: 'GW5011' }),
    'mutualAuthentication.mode': mapped('Listener MutualAuthentication', changed('off', 'passthrough', https), {
      detail: 'off, passthrough, verify',
    }),
    'mutualAuthentication.trustStore': mapped('Listener MutualAuthentication', changed(trustStoreArn('b'), trustStoreArn('a'), verify), {
      detail: 'an ARN, or a name for which the prop `trustStores` has one',
      except: [
        except(
          'GW1131',
          'the mode is not verify',
          added(trustStoreArn('a'), { [entry]: { protocolPort: 'HTTPS:443', mutualAuthentication: { mode: 'off' } } }),
        ),
      ],
    }),
    'mutualAuthentication.ignoreClientCertificateExpiry': mapped('Listener MutualAuthentication', added(true, verify)),
    'mutualAuthentication.advertiseTrustStoreCaNames': mapped('Listener MutualAuthentication', added('on', verify)),
    'listenerAttributes[].key': mapped(
      'Listener ListenerAttributes',
      changed('routing.http.response.x_frame_options.header_value', 'routing.http.response.x_content_type_options.header_value', {
        [`${entry}`]: { protocolPort: 'HTTPS:443', listenerAttributes: [{ value: 'x' }] },
      }),
      {
        except: [
          except(
            'GW5301',
            'a listener has no such attribute',
            within(`${entry}.listenerAttributes`, { ...https, ...attribute(`${entry}.listenerAttributes`, 'x', 'y') }),
          ),
          except(
            'GW5308',
            'it is for HTTPS listeners',
            within(`${entry}.listenerAttributes`, {
              ...onlyHttp,
              ...attribute(`${entry}.listenerAttributes`, 'routing.http.request.x_amzn_tls_version.header_name', 'x-tls'),
            }),
            { at: `${entry}.listenerAttributes[]` },
          ),
        ],
      },
    ),
    'listenerAttributes[].value': mapped(
      'Listener ListenerAttributes',
      changed('DENY', 'SAMEORIGIN', {
        ...https,
        ...attribute(`${entry}.listenerAttributes`, 'routing.http.response.x_frame_options.header_value', 'DENY'),
      }),
      {
        except: [
          except(
            'GW5302',
            'the attribute does not take it',
            changed('true', 'yes', {
              ...https,
              ...attribute(`${entry}.listenerAttributes`, 'routing.http.response.server.enabled', 'true'),
            }),
          ),
        ],
      },
    ),
    'quicEnabled': rejected('GW5010', 'an ALB does not speak QUIC', added(true, https)),
  });
}

export const loadBalancerConfiguration: FieldEntries = under(spec, {
  'mergingMode': mapped(
    'LoadBalancer',
    changed('prefer-gateway-class', 'prefer-gateway', asClassConfiguration.given, { also: asClassConfiguration.also }),
    {
      detail: 'which of the configurations of class and Gateway wins where both say something',
      except: [except('GW5013', 'it stands in the configuration of a Gateway', added('prefer-gateway'))],
    },
  ),
  'loadBalancerName': mapped('LoadBalancer Name', added('web'), {
    codes: ['GW5102'],
    except: [except('GW5101', 'it breaks the rules for names', changed('web', 'internal-web'))],
  }),
  'scheme': mapped('LoadBalancer Scheme', changed('internal', 'internet-facing'), {
    detail: 'internal by default, as with the controller',
  }),
  'ipAddressType': mapped('LoadBalancer IpAddressType', changed('ipv4', 'dualstack'), { detail: 'ipv4 by default' }),
  'enforceSecurityGroupInboundRulesOnPrivateLinkTraffic': ignored('for Network Load Balancers', added('on'), { code: 'GW5011' }),
  'customerOwnedIpv4Pool': rejected('GW5107', 'CloudFormation has no such property of a load balancer', added('ipv4pool-coip-1')),
  'ipv4IPAMPoolId': mapped('LoadBalancer Ipv4IpamPoolId', added('ipam-pool-1', { [`${spec}.scheme`]: 'internet-facing' }), {
    except: [except('GW5106', 'the load balancer is internal', added('ipam-pool-1'))],
  }),
  'loadBalancerSubnets[].identifier': mapped('LoadBalancer Subnets', changed('subnet-3', 'subnet-1', twoSubnets()), {
    detail: 'an id; a name needs `vpcSubnets` or `subnetIds` of the construct (GW5604)',
    except: [
      except('GW5111', 'it is missing', changed('subnet-1', undefined, twoSubnets()), { at: `${spec}.loadBalancerSubnets[]` }),
      except('GW5112', 'it is listed twice', changed('subnet-1', 'subnet-2', twoSubnets()), { at: `${spec}.loadBalancerSubnets` }),
      except(
        'GW5113',
        'it is the only one',
        added('subnet-1', { [`${spec}.loadBalancerSubnets`]: [{}] }, { whole: `${spec}.loadBalancerSubnets` }),
        { at: `${spec}.loadBalancerSubnets` },
      ),
    ],
  }),
  ...nlbAddress('eipAllocation', 'eipalloc-1'),
  ...nlbAddress('privateIPv4Allocation', '10.0.0.9'),
  ...nlbAddress('ipv6Allocation', '2001:db8::9'),
  ...nlbAddress('sourceNatIPv6Prefix', 'auto_assigned'),
  'loadBalancerSubnetsSelector': mapped('LoadBalancer Subnets', added({ tier: ['web'] }), {
    detail: 'needs `vpcSubnets` or `subnetIds` of the construct, as CloudFormation does not look up tags (GW5604)',
    except: [
      except('GW5013', 'loadBalancerSubnets is set', added({ tier: ['web'] }, twoSubnets())),
      except('GW5114', 'a tag has no values', added({ tier: [] })),
    ],
  }),
  ...listenerConfiguration(),
  'disableSecurityGroup': ignored('for Network Load Balancers', added(true), { code: 'GW5011' }),
  'securityGroups': mapped('LoadBalancer SecurityGroups', changed(['sg-1'], ['sg-2']), {
    detail: 'ids; names need `securityGroups` of the construct (GW5605)',
    except: [except('GW5206', 'nothing opens the targets for them', added(['sg-1']))],
  }),
  'securityGroupPrefixes': mapped('SecurityGroup SecurityGroupIngress', added(['pl-1'], { [`${spec}.sourceRanges`]: [] }), {
    except: [
      except('GW5203', 'sourceRanges is not set, so everyone may connect', added(['pl-1'])),
      except('GW5204', 'it is no id of a prefix list', added(['x'])),
      except('GW5013', 'securityGroups is set', added(['pl-1'], withGroups)),
    ],
  }),
  'sourceRanges': mapped('SecurityGroup SecurityGroupIngress', added(['10.0.0.0/8']), {
    detail: 'everyone by default; an empty list lets in nobody',
    except: [
      except('GW5201', 'it is no range', added(['10.0.0.1'])),
      except('GW5202', 'it is an IPv6 range of an IPv4 load balancer', added(['2001:db8::/32'])),
      except('GW5013', 'securityGroups is set', added(['10.0.0.0/8'], withGroups)),
    ],
  }),
  'loadBalancerAttributes[].key': mapped(
    'LoadBalancer LoadBalancerAttributes',
    changed('waf.fail_open.enabled', 'deletion_protection.enabled', attribute(`${spec}.loadBalancerAttributes`, 'x', 'true')),
    {
      detail: 'all attributes are written out with their defaults',
      except: [
        except(
          'GW5301',
          'a load balancer has no such attribute',
          within(`${spec}.loadBalancerAttributes`, attribute(`${spec}.loadBalancerAttributes`, 'x', 'true')),
        ),
        except(
          'GW5304',
          'it needs another attribute',
          within(`${spec}.loadBalancerAttributes`, attribute(`${spec}.loadBalancerAttributes`, 'access_logs.s3.enabled', 'true')),
          {
            at: `${spec}.loadBalancerAttributes[]`,
          },
        ),
      ],
    },
  ),
  'loadBalancerAttributes[].value': mapped(
    'LoadBalancer LoadBalancerAttributes',
    changed('60', '30', attribute(`${spec}.loadBalancerAttributes`, 'idle_timeout.timeout_seconds', '60')),
    {
      except: [
        except(
          'GW5302',
          'the attribute does not take it',
          changed('60', '5000', attribute(`${spec}.loadBalancerAttributes`, 'idle_timeout.timeout_seconds', '60')),
        ),
      ],
    },
  ),
  'tags': mapped('LoadBalancer Tags', added({ team: 'web' }), {
    detail: 'of load balancer, listeners and security group, as with the controller',
    except: [
      except('GW5310', 'AWS refuses one', added({ 'aws:team': 'web' })),
      except('GW5311', 'one belongs to the controller', added({ 'elbv2.k8s.aws/cluster': 'prod' })),
    ],
  }),
  'enableICMP': mapped('SecurityGroup SecurityGroupIngress', added(true), {
    detail: 'path MTU discovery',
    except: [except('GW5013', 'securityGroups is set', added(true, withGroups))],
  }),
  'manageBackendSecurityGroupRules': mapped('TargetGroupBinding', changed(false, true, withGroups), {
    detail: 'whether the bindings open the targets for groups that are named',
    except: [except('GW5013', 'the security group is made here', added(false))],
  }),
  'minimumLoadBalancerCapacity.capacityUnits': mapped('LoadBalancer MinimumLoadBalancerCapacity', changed(0, 500), {
    except: [except('GW5103', 'it is negative', changed(0, -1), { at: `${spec}.minimumLoadBalancerCapacity` })],
  }),
  'wafV2.webACL': mapped('WebACLAssociation', changed(webAcl('a'), webAcl('b')), {
    except: [except('GW5105', 'it is no ARN of a regional web ACL', changed(webAcl('a'), 'a'))],
  }),
  'shieldConfiguration.enabled': mapped('Shield Protection', changed(false, true)),
  'defaultTargetGroupConfiguration.name': mapped(
    'TargetGroup',
    changed(
      'pods',
      'nodes',
      {},
      {
        also: [
          targetGroupConfiguration('infra', 'pods', { defaultConfiguration: { targetType: 'ip' } }),
          targetGroupConfiguration('infra', 'nodes', { defaultConfiguration: { targetType: 'instance' } }),
        ],
      },
    ),
    {
      except: [
        except('GW2006', 'the object is not there', added('missing', {}, { whole: `${spec}.defaultTargetGroupConfiguration` })),
        except(
          'GW2007',
          'it has a targetReference',
          added(
            'coffee',
            {},
            {
              whole: `${spec}.defaultTargetGroupConfiguration`,
              also: [targetGroupConfiguration('infra', 'coffee', { targetReference: { name: 'coffee' } })],
            },
          ),
        ),
      ],
    },
  ),
});
