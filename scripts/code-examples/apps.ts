import { App, aws_ec2 as ec2, aws_eks_v2 as eks, Stack } from 'aws-cdk-lib';
import { DefaultTargetType, GatewayAlb, GatewayManifests, type GatewayAlbProps } from '../../constructs/index';
import type { Demonstration, Said } from './demonstration';
import { within } from './folders';

/** What the app of an example has at hand. */
export interface Surroundings {
  readonly stack: Stack;
  readonly vpc: ec2.IVpc;
  readonly manifests: GatewayManifests;
  /** Those of `others`, for a second load balancer. */
  readonly others: GatewayManifests;
  readonly cluster: eks.ICluster;
  readonly blue: eks.ICluster;
  readonly green: eks.ICluster;
}

/** The props of one load balancer, or the last load balancer that is made. */
export type AppExample = (surroundings: Surroundings) => Partial<GatewayAlbProps> | GatewayAlb;

interface Circumstances {
  readonly environment?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly others?: string;
  /** Text of the manifests that is shown although the message points at no file. */
  readonly shows?: string;
  /** A sentence about what the code does not say. */
  readonly remark?: string;
  /** The message comes with the synthesis. */
  readonly synthesised?: boolean;
}

const path = 'k8s/routes.yaml';

/** An app with these manifests, and what the construct says of them. */
export function inApp(text: string, example: AppExample, circumstances: Circumstances = {}): () => Demonstration {
  const { environment = {}, files = {}, others = text, shows, remark, synthesised } = circumstances;
  const line = shows === undefined ? 0 : text.slice(0, text.indexOf(shows)).split('\n').length;
  return () => within(files, () => withEnvironment(environment, () => {
    const { app, alb } = make(text, others, example);
    const said = synthesised ? saidAtSynthesis(app) : alb.diagnostics.map(saidByConstruct);
    const places = shows === undefined ? [] : [{ file: path, first: line, last: line }];
    return { files: [{ path, text }], said, causes: places, ...(remark !== undefined && { remark }) };
  }));
}

function make(text: string, others: string, example: AppExample): { app: App; alb: GatewayAlb } {
  const app = new App({ autoSynth: false });
  const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-central-1' } });
  const surroundings = surround(stack, GatewayManifests.fromText(text, path), GatewayManifests.fromText(others, path));
  const made = example(surroundings);
  const { vpc, manifests } = surroundings;
  const alb = made instanceof GatewayAlb ? made : new GatewayAlb(stack, 'Web', { vpc, manifests, defaultTargetType: targetTypeFor(text), ...made });
  return { app, alb };
}

/** Services without a nodePort are reached by the addresses of their pods. */
function targetTypeFor(text: string): DefaultTargetType {
  return text.includes('nodePort') ? DefaultTargetType.INSTANCE : DefaultTargetType.IP;
}

function saidByConstruct({ code, text, file, line }: GatewayAlb['diagnostics'][number]): Said {
  return { code, text, places: file === undefined || line === undefined ? [] : [{ file, first: line, last: line }] };
}

/** Limits of a stack are checked when it is complete: the message is in what synth throws. */
function saidAtSynthesis(app: App): readonly Said[] {
  try {
    app.synth();
    return [];
  } catch (fault) {
    const found = /^error (GW\d{4}): [^\n]*(?:\n +=[^\n]*)*/m.exec((fault as Error).message);
    return found ? [{ code: found[1], text: found[0], places: [] }] : [];
  }
}

function surround(stack: Stack, manifests: GatewayManifests, others: GatewayManifests): Surroundings {
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0f3c1d5e7a9b2c4d6',
    availabilityZones: ['eu-central-1a', 'eu-central-1b'],
    privateSubnetIds: ['subnet-0a1b2c3d4e5f60718', 'subnet-1a2b3c4d5e6f70819'],
  });
  const [cluster, blue, green] = ['Cluster', 'blue', 'green'].map((id) => importCluster(stack, id));
  return { stack, vpc, manifests, others, cluster, blue, green };
}

function importCluster(stack: Stack, id: string): eks.ICluster {
  const serviceToken = `arn:aws:lambda:eu-central-1:111122223333:function:${id}`;
  const kubectlProvider = eks.KubectlProvider.fromKubectlProviderAttributes(stack, `Kubectl-${id}`, { serviceToken });
  return eks.Cluster.fromClusterAttributes(stack, id, { clusterName: id, kubectlProvider });
}

function withEnvironment<T>(environment: Readonly<Record<string, string>>, run: () => T): T {
  const before = process.env;
  process.env = { ...before, CI: undefined, CDK_OUTDIR: undefined, CDK_VALIDATION: 'false', ...environment };
  if (environment.CI === undefined) delete process.env.CI;
  if (environment.CDK_OUTDIR === undefined) delete process.env.CDK_OUTDIR;
  try {
    return run();
  } finally {
    process.env = before;
  }
}
