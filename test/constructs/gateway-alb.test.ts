import { App, aws_certificatemanager as acm, aws_ec2 as ec2, Stack, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import type { GatewayAlbProps } from '../../constructs/index';
import { DefaultTargetType, DiagnosticSeverity, GatewayAlb, GatewayManifests, InvalidRoutePolicy } from '../../constructs/index';
import { coffeeRoute, coffeeService, coffeeShop, documents, gatewayClass, httpGateway, httpsGateway } from '../support/manifests';

function makeStack(): { stack: Stack; vpc: ec2.Vpc } {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-central-1' } });
  return { stack, vpc: new ec2.Vpc(stack, 'Vpc', { availabilityZones: ['eu-central-1a', 'eu-central-1b'] }) };
}

function makeAlb(text: string, props: Partial<GatewayAlbProps> = {}): { stack: Stack; alb: GatewayAlb } {
  const { stack, vpc } = makeStack();
  const manifests = GatewayManifests.fromText(text, 'cafe.yaml');
  const alb = new GatewayAlb(stack, 'Web', { vpc, manifests, defaultTargetType: DefaultTargetType.IP, ...props });
  return { stack, alb };
}

describe('GatewayAlb', () => {
  test('makes a load balancer, its listener, a rule and a target group', () => {
    const template = Template.fromStack(makeAlb(coffeeShop).stack);
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: 'application', Scheme: 'internal' });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Port: 80,
      Protocol: 'HTTP',
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404', ContentType: 'text/plain' } }],
    });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
      TargetType: 'ip',
      Port: 8080,
      Protocol: 'HTTP',
      HealthCheckPath: '/',
      Matcher: { HttpCode: '200-399' },
    });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerRule', {
      Conditions: Match.arrayWith([Match.objectLike({ Field: 'path-pattern', PathPatternConfig: { Values: ['/coffee', '/coffee/*'] } })]),
      Actions: [Match.objectLike({ Type: 'forward', Order: 1 })],
    });
  });

  test('puts an internal load balancer into private subnets and opens its ports only', () => {
    const template = Template.fromStack(makeAlb(coffeeShop).stack);
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      Subnets: [{ Ref: Match.stringLikeRegexp('PrivateSubnet1') }, { Ref: Match.stringLikeRegexp('PrivateSubnet2') }],
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [Match.objectLike({ CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 80, ToPort: 80 })],
    });
  });

  test('gives back facades that compose with other constructs', () => {
    const { stack, alb } = makeAlb(coffeeShop);
    alb.connections.allowFrom(ec2.Peer.ipv4('10.0.0.0/8'), ec2.Port.tcp(8443));
    expect(alb.listener(80).listenerArn).toBeDefined();
    expect(alb.targetGroup('shop/coffee:80').targetGroupArn).toBeDefined();
    expect(alb.loadBalancer.metrics.requestCount().toMetricConfig().metricStat?.namespace).toBe('AWS/ApplicationELB');
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', { CidrIp: '10.0.0.0/8', FromPort: 8443 });
  });

  test('binds certificateRefs to certificates given in props', () => {
    const { stack, vpc } = makeStack();
    const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-central-1:111122223333:certificate/a');
    const manifests = GatewayManifests.fromText(documents(gatewayClass, httpsGateway, coffeeRoute, coffeeService));
    new GatewayAlb(stack, 'Web', {
      vpc,
      manifests,
      certificates: { 'infra/web-tls': certificate },
      defaultTargetType: DefaultTargetType.IP,
    });
    Template.fromStack(stack).hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Protocol: 'HTTPS',
      Certificates: [{ CertificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/a' }],
      SslPolicy: Match.stringLikeRegexp('TLS13'),
    });
  });

  test('gives the same ids and names on every synth', () => {
    const ids = (): string[] => Object.keys(Template.fromStack(makeAlb(coffeeShop).stack).toJSON().Resources as object);
    expect(ids()).toEqual(ids());
  });

  test('fails the synth with every mistake at its place, and without a stack trace', () => {
    const text = coffeeShop.replace('name: web, namespace: infra }]', 'name: wbe, namespace: infra }]').replace('port: 80, targetPort', 'prot: 80, targetPort');
    const { stack, alb } = makeAlb(text);
    expect(() => Template.fromStack(stack)).toThrow(/cafe\.yaml:\d+:\d+ - error GW/);
    expect(alb.diagnostics.filter(({ severity }) => severity === DiagnosticSeverity.ERROR).length).toBeGreaterThanOrEqual(2);
  });

  test('fails where one of several Gateways is meant and none is named', () => {
    const second = httpGateway.replace('name: web', 'name: other');
    const { alb } = makeAlb(documents(coffeeShop, second));
    expect(alb.diagnostics.map(({ code }) => code)).toContain('GW2903');
  });

  test('fails when it is asked for a listener that is not there, and shows the mistakes in the manifests', () => {
    const { alb } = makeAlb(coffeeShop.replace('gatewayClassName: alb', 'gatewayClassName: abl'));
    expect(() => alb.listener(80)).toThrow(/no listener on port 80.*GW/s);
  });

  test.each<[string, Partial<GatewayAlbProps>, string]>([
    ['rules', { maximumRules: 0 }, 'GW5501'],
    ['certificates', { maximumCertificates: 0 }, 'GW5503'],
    ['listeners', { maximumListeners: 0 }, 'GW5504'],
  ])('counts %s against the quota it is told', (_, props, code) => {
    const text = documents(gatewayClass, httpsGateway, coffeeRoute, coffeeService)
      .replace('certificateRefs: [{ name: web-tls }]', 'certificateRefs: [{ name: web-tls }, { name: next-tls }]');
    const codes = (more: Partial<GatewayAlbProps>): string[] => {
      const { stack, vpc } = makeStack();
      const certificates = Object.fromEntries(['web-tls', 'next-tls'].map((name) =>
        [`infra/${name}`, acm.Certificate.fromCertificateArn(stack, name, `arn:aws:acm:eu-central-1:111122223333:certificate/${name}`)]));
      const manifests = GatewayManifests.fromText(text);
      return new GatewayAlb(stack, 'Web', { vpc, manifests, certificates, defaultTargetType: DefaultTargetType.IP, ...more }).diagnostics.map((found) => found.code);
    };
    expect(codes({})).not.toContain(code);
    expect(codes(props)).toContain(code);
  });

  test('answers 500 for a missing Service where that is asked for', () => {
    const text = documents(gatewayClass, httpGateway, coffeeRoute);
    const { stack, alb } = makeAlb(text, { onInvalidRoute: InvalidRoutePolicy.RESPOND_500 });
    Template.fromStack(stack).hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerRule', {
      Actions: [Match.objectLike({ Type: 'fixed-response', FixedResponseConfig: Match.objectLike({ StatusCode: '500' }) })],
    });
    expect(alb.diagnostics.map(({ severity }) => severity)).not.toContain('error');
  });

  test('lets a warning be acknowledged for one route', () => {
    const twice = documents(coffeeShop, coffeeRoute.replace('name: cafe', 'name: later'));
    const { stack, alb } = makeAlb(twice);
    const shadowed = alb.diagnostics.find(({ name }) => name === 'plan/rule-shadowed');
    expect(shadowed).toBeDefined();
    Validations.of(alb).acknowledge({ id: `Annotation::${shadowed?.code}`, reason: 'being replaced', where: { route: 'shop/later' } });
    const metadata = stack.node.findAll().flatMap((child) => child.node.metadata.filter(({ type }) => type === 'aws:cdk:warning'));
    expect(metadata.filter(({ data }) => String(data).includes('shop/later'))).toEqual([]);
  });

  test('takes subnets by id for a VPC that is only known by id', () => {
    const { stack } = makeStack();
    new GatewayAlb(stack, 'Web', {
      vpc: ec2.CfnVPC.fromVpcId(stack, 'Known', 'vpc-0123456789abcdef0'),
      subnetIds: ['subnet-1', 'subnet-2'],
      manifests: GatewayManifests.fromText(coffeeShop),
      defaultTargetType: DefaultTargetType.IP,
    });
    Template.fromStack(stack).hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', { Subnets: ['subnet-1', 'subnet-2'] });
  });
});
