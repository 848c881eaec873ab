/** TargetGroupConfiguration in the field table. */
import type { FieldEntries, Patch } from './field-table';
import { added, changed, except, mapped, under, within } from './field-table-entries';
import { loadBalancerConfiguration } from './field-table-manifests';

const spec = 'TargetGroupConfiguration.spec';
const instances = { options: { defaultTargetType: 'instance' } } as const;
const dualstack: Patch = {
  'Gateway.spec.infrastructure.parametersRef': { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'lb' },
};
const also = [loadBalancerConfiguration('infra', 'lb', { ipAddressType: 'dualstack' })];

/** The settings of a target group, for a Service as a whole or for certain routes. */
function properties(prefix: string, base: Patch): FieldEntries {
  const health = `${prefix}.healthCheckConfig`;
  const grpc: Patch = { ...base, [`${prefix}.protocolVersion`]: 'GRPC' };
  const attribute = (key: string, value: string): Patch => ({ ...base, [`${prefix}.targetGroupAttributes`]: [{ key, value }] });
  const invalid = (value: unknown) => except('GW5413', 'an ALB does not take it', added(value, base));
  const number = (
    place: 'HealthCheckIntervalSeconds' | 'HealthCheckTimeoutSeconds' | 'HealthyThresholdCount' | 'UnhealthyThresholdCount',
    from: number,
    to: number,
    wrong: number,
  ) => mapped(`TargetGroup ${place}`, changed(from, to, base), { except: [invalid(wrong)] });
  const expression = (requirement: object): Patch => ({ ...base, [`${prefix}.nodeSelector.matchExpressions`]: [requirement] });
  return under(prefix, {
    'targetGroupName': mapped('TargetGroup Name', added('coffee', base), {
      codes: ['GW5411'],
      except: [except('GW5410', 'it breaks the rules for names', added('my_coffee', base))],
    }),
    'ipAddressType': mapped('TargetGroup IpAddressType', changed('ipv4', 'ipv6', { ...base, ...dualstack }, { also }), {
      codes: ['GW5406'],
      except: [except('GW5405', 'it is ipv6 and the load balancer is not dualstack', changed('ipv4', 'ipv6', base))],
    }),
    'healthCheckConfig.healthyThresholdCount': number('HealthyThresholdCount', 3, 5, 1),
    'healthCheckConfig.unhealthyThresholdCount': number('UnhealthyThresholdCount', 3, 5, 1),
    'healthCheckConfig.healthCheckInterval': {
      ...number('HealthCheckIntervalSeconds', 15, 30, 1),
      except: [invalid(1), except('GW5414', 'it is not longer than the timeout', added(5, base), { at: health })],
    },
    'healthCheckConfig.healthCheckTimeout': number('HealthCheckTimeoutSeconds', 5, 6, 1000),
    'healthCheckConfig.healthCheckPath': mapped('TargetGroup HealthCheckPath', changed('/', '/ready', base), {
      except: [invalid('ready')],
    }),
    'healthCheckConfig.healthCheckPort': mapped('TargetGroup HealthCheckPort', changed('traffic-port', 'admin', base), {
      detail: 'a number, traffic-port, or the name of a port of the Service',
      except: [except('GW5415', 'the Service has no such port', added('metrics', base))],
    }),
    'healthCheckConfig.healthCheckProtocol': mapped('TargetGroup HealthCheckProtocol', changed('HTTP', 'HTTPS', base), {
      except: [except('GW5413', 'it is TCP', changed('HTTP', 'TCP', base))],
    }),
    'healthCheckConfig.matcher.httpCode': mapped('TargetGroup Matcher', changed('200', '200-299', base), {
      except: [except('GW5013', 'the target group speaks gRPC', added('200', grpc))],
    }),
    'healthCheckConfig.matcher.grpcCode': mapped('TargetGroup Matcher', changed('0', '12', grpc), {
      except: [except('GW5013', 'the target group does not speak gRPC', added('0', base))],
    }),
    'nodeSelector.matchLabels': mapped('TargetGroupBinding', added({ pool: 'web' }, base, instances), {
      detail: 'for instance targets',
      except: [
        except('GW5013', 'the targets are pods', added({ pool: 'web' }, base, { whole: `${prefix}.nodeSelector` }), {
          at: `${prefix}.nodeSelector`,
        }),
      ],
    }),
    'nodeSelector.matchExpressions[].key': mapped(
      'TargetGroupBinding',
      changed('pool', 'zone', expression({ operator: 'Exists' }), instances),
    ),
    'nodeSelector.matchExpressions[].operator': mapped(
      'TargetGroupBinding',
      changed('Exists', 'DoesNotExist', expression({ key: 'pool' }), instances),
    ),
    'nodeSelector.matchExpressions[].values': mapped(
      'TargetGroupBinding',
      changed(['a'], ['b'], expression({ key: 'pool', operator: 'In' }), instances),
      {
        except: [
          except(
            'GW1127',
            'the operator takes none, or needs some',
            changed(['a'], [], expression({ key: 'pool', operator: 'In' }), instances),
            {
              at: `${prefix}.nodeSelector.matchExpressions[]`,
            },
          ),
        ],
      },
    ),
    'targetGroupAttributes[].key': mapped(
      'TargetGroup TargetGroupAttributes',
      changed('deregistration_delay.timeout_seconds', 'slow_start.duration_seconds', attribute('x', '60')),
      {
        detail: 'all attributes are written out with their defaults',
        except: [except('GW5301', 'a target group has no such attribute', within(`${prefix}.targetGroupAttributes`, attribute('x', '60')))],
      },
    ),
    'targetGroupAttributes[].value': mapped(
      'TargetGroup TargetGroupAttributes',
      changed('60', '30', attribute('deregistration_delay.timeout_seconds', '60')),
      {
        except: [
          except('GW5302', 'the attribute does not take it', changed('60', '-1', attribute('deregistration_delay.timeout_seconds', '60'))),
        ],
      },
    ),
    'targetType': mapped('TargetGroup TargetType', changed('ip', 'instance', base), {
      detail: 'instance by default, as with the controller; the prop `defaultTargetType` changes that',
      except: [
        except(
          'GW5401',
          'it is instance and the Service has no node port',
          changed('ip', 'instance', { ...base, 'Service.spec.ports[].nodePort': undefined }),
          { at: 'Service.spec.ports[]' },
        ),
      ],
    }),
    'protocol': mapped('TargetGroup Protocol', changed('HTTP', 'HTTPS', base), {
      except: [except('GW5402', 'it is a protocol of Network Load Balancers', changed('HTTP', 'TCP', base))],
    }),
    'protocolVersion': mapped('TargetGroup ProtocolVersion', changed('HTTP1', 'HTTP2', base), {
      except: [
        except(
          'GW5403',
          'the listener speaks HTTP',
          changed('HTTP1', 'HTTP2', { ...base, 'Gateway.spec.listeners[].protocol': 'HTTP', 'Gateway.spec.listeners[].tls': undefined }),
        ),
      ],
    }),
    'targetControlPort': mapped('TargetGroup TargetControlPort', added(3000, base), {
      codes: ['GW5409'],
      except: [
        except('GW5407', 'it is no port', added(70_000, base)),
        except('GW5408', 'the targets are instances', added(3000, base, instances)),
      ],
    }),
    'enableMultiCluster': mapped('TargetGroupBinding', changed(false, true, base)),
    'tags': mapped('TargetGroup Tags', added({ team: 'web' }, base), {
      except: [except('GW5310', 'AWS refuses one', added({ 'aws:team': 'web' }, base), { at: `${prefix}.tags` })],
    }),
  });
}

const routes = `${spec}.routeConfigurations`;
const forCafe: Patch = {
  [routes]: [{ routeIdentifier: { kind: 'HTTPRoute', namespace: 'shop', name: 'cafe' }, targetGroupProps: { targetType: 'instance' } }],
};

export const targetGroupConfiguration: FieldEntries = {
  ...under(`${spec}.targetReference`, {
    group: mapped('TargetGroup', changed('example.com', '', { [`${spec}.defaultConfiguration.targetType`]: 'instance' }), {
      detail: 'the core group',
    }),
    kind: mapped('TargetGroup', changed('Gateway', 'Service', { [`${spec}.defaultConfiguration.targetType`]: 'instance' }), {
      detail: 'Service; Gateways are no backends of an ALB',
    }),
    name: mapped('TargetGroup', changed('tea', 'coffee', { [`${spec}.defaultConfiguration.targetType`]: 'instance' }), {
      detail: 'a Service of the same namespace',
      except: [except('GW2702', 'no route uses the Service', changed('coffee', 'tea', {}))],
    }),
  }),
  ...properties(`${spec}.defaultConfiguration`, {}),
  ...under(`${routes}[].routeIdentifier`, {
    kind: mapped('TargetGroup', changed('GRPCRoute', 'HTTPRoute', forCafe), {
      except: [except('GW2705', 'no such route is there', changed('HTTPRoute', 'GRPCRoute', forCafe), { at: `${routes}[]` })],
    }),
    namespace: mapped('TargetGroup', changed('infra', 'shop', forCafe)),
    name: mapped('TargetGroup', changed('other', 'cafe', forCafe), {
      detail: 'with kind and namespace; the closest entry wins',
    }),
  }),
  ...properties(`${routes}[].targetGroupProps`, { [`${routes}[].routeIdentifier`]: { kind: 'HTTPRoute' } }),
};
