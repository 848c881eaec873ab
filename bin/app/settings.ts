import { basename, isAbsolute, join } from 'node:path';

/** What CDK context says about the app. */
export interface AppSettings {
  /** `-c manifests=PATH`: file or folder. Default: the example `getting-started`. */
  readonly manifests: string;
  /** `-c gateway=namespace/name`. Default: every Gateway of an ALB class, one stack each. */
  readonly gateway?: string;
  /** `-c onInvalidRoute=fail|respond-500`. Default `fail`. */
  readonly onInvalidRoute: 'fail' | 'respond-500';
  /** `-c defaultTargetType=instance|ip`. Default `instance`. */
  readonly defaultTargetType: 'instance' | 'ip';
  /** `-c priorities=FILE`: priority ledger. Default: that of the example, and for other manifests numbers by rank. */
  readonly priorities?: string;
  /** `-c vpc=vpc-...`. Default: a parameter of the stack. */
  readonly vpcId?: string;
  /** `-c subnets=subnet-...,subnet-...`. Default: a parameter of the stack. */
  readonly subnetIds?: string[];
  /** `-c backendSecurityGroups=sg-...,sg-...`: groups of nodes or pods that the stack opens for the load balancer. Default: none. */
  readonly backendSecurityGroups?: string[];
  /** `-c backendCidrs=10.0.0.0/16`: written into the bindings as peers. Default: none. */
  readonly backendCidrs?: string[];
  /** `-c cluster=NAME`: apply the Kubernetes objects to this EKS cluster. Default: they are written as YAML. */
  readonly cluster?: string;
  /** `-c kubectlRoleArn=ARN`: role that may change objects in the cluster. Needed with `cluster`. */
  readonly kubectlRoleArn?: string;
  /** `-c kubectlLayerArn=ARN`: Lambda layer with kubectl. Default: a parameter of the stack. */
  readonly kubectlLayerArn?: string;
}

const example = join(projectRoot(), 'examples', 'getting-started');

/** Reads the settings. A sentence instead says what is wrong with them. */
export function readSettings(context: (key: string) => unknown): AppSettings | string {
  const text = (key: string): string | undefined => {
    const value = context(key);
    if (value === undefined || value === '') return undefined;
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
  const list = (key: string): string[] | undefined => text(key)?.split(',').map((item) => item.trim());
  const onInvalidRoute = text('onInvalidRoute') ?? 'fail';
  if (onInvalidRoute !== 'fail' && onInvalidRoute !== 'respond-500') {
    return `context onInvalidRoute is "${onInvalidRoute}"; it must be fail or respond-500`;
  }
  const defaultTargetType = text('defaultTargetType') ?? 'instance';
  if (defaultTargetType !== 'instance' && defaultTargetType !== 'ip') {
    return `context defaultTargetType is "${defaultTargetType}"; it must be instance or ip`;
  }
  const gateway = text('gateway');
  if (gateway !== undefined && !/^[^/]+\/[^/]+$/.test(gateway)) {
    return `context gateway is "${gateway}"; write it as namespace/name`;
  }
  const cluster = text('cluster');
  const kubectlRoleArn = text('kubectlRoleArn');
  if (cluster !== undefined && kubectlRoleArn === undefined) {
    return `context cluster is "${cluster}" but kubectlRoleArn is missing: the role that may change objects in the cluster`;
  }
  return {
    manifests: absolute(text('manifests')) ?? join(example, 'k8s'),
    gateway,
    onInvalidRoute,
    defaultTargetType,
    priorities: absolute(text('priorities')) ?? (text('manifests') === undefined ? join(example, 'gateway-alb.priorities.json') : undefined),
    vpcId: text('vpc'),
    subnetIds: list('subnets'),
    backendSecurityGroups: list('backendSecurityGroups'),
    backendCidrs: list('backendCidrs'),
    cluster,
    kubectlRoleArn,
    kubectlLayerArn: text('kubectlLayerArn'),
  };
}

/** Relative to where the command was given. */
function absolute(path: string | undefined): string | undefined {
  return path === undefined || isAbsolute(path) ? path : join(process.cwd(), path);
}

/** This file runs as it is in `bin/app/` and compiled in `build/bin/app/`. */
function projectRoot(): string {
  const above = join(__dirname, '..', '..');
  return basename(above) === 'build' ? join(above, '..') : above;
}
