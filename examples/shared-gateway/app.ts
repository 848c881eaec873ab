import { join } from 'node:path';
import { App, aws_certificatemanager as acm, aws_ec2 as ec2, aws_route53 as route53, aws_route53_targets as targets, Stack } from 'aws-cdk-lib';
import { GatewayAlb, GatewayManifests, Priorities, RouteTests } from '../../constructs/index';

const app = new App();
const stack = new Stack(app, 'SharedGateway');
const vpc = new ec2.Vpc(stack, 'Vpc');
const zone = new route53.PublicHostedZone(stack, 'Zone', { zoneName: 'apps.example.com' });
const certificate = new acm.Certificate(stack, 'Wildcard', {
  domainName: '*.apps.example.com',
  validation: acm.CertificateValidation.fromDns(zone),
});

const shared = new GatewayAlb(stack, 'Shared', {
  vpc,
  manifests: GatewayManifests.fromDirectory(join(__dirname, 'k8s')),
  priorities: Priorities.ledger(join(__dirname, 'gateway-alb.priorities.json')),
  gateway: 'infra/shared',
  // A change that sends one of these requests elsewhere fails the synthesis.
  routeTests: RouteTests.fromFile(join(__dirname, 'routes.test.yaml'), { minimumCoverage: 100 }),
  // The listeners' certificateRefs name these Secrets; their places are taken by certificates of ACM.
  certificates: {
    'infra/apps-wildcard': certificate,
    'pricing/feed-tls': acm.Certificate.fromCertificateArn(
      stack,
      'Feed',
      'arn:aws:acm:eu-central-1:111122223333:certificate/7d6c5b4a-3928-4716-a5b4-c3d2e1f00918',
    ),
  },
});

new route53.ARecord(stack, 'Alias', {
  zone,
  recordName: '*',
  target: route53.RecordTarget.fromAlias(new targets.LoadBalancerTarget(shared.loadBalancer)),
});
