/**
 * What snippets without imports may lean on, as a reader would understand it: the classes of the package, the usual modules
 * of the CDK, and a few things an app has. Snippets with imports stand alone.
 */
import type { App, aws_certificatemanager, aws_ec2, aws_eks_v2, aws_route53, aws_s3, Environment, Stack } from 'aws-cdk-lib';
import type { Chart } from 'cdk8s';
import type { GatewayAlb, GatewayAlbTesting, GatewayManifests } from '../../constructs/index';
import type { Report } from '../../lib/index';

export { ClientCertificate, DefaultTargetType, DiagnosticSeverity, InvalidRoutePolicy } from '../../constructs/index';
export type { GatewayAlbProps } from '../../constructs/index';
export { GatewayAlb, GatewayAlbTesting, GatewayManifests, Priorities, RouteTests, TargetBindings } from '../../constructs/index';

export { App, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
export { aws_cloudwatch as cloudwatch, aws_ec2 as ec2, aws_elasticloadbalancingv2 as elbv2, aws_route53 as route53, aws_wafv2 as wafv2 } from 'aws-cdk-lib';
export { Template } from 'aws-cdk-lib/assertions';
export * as cdk8s from 'cdk8s';
export { Construct } from 'constructs';

/** Of the JSON that the command line prints. */
export type Finding = Report['findings'][number];
export type { Diagnostic, LoadBalancerPlan, Report, Review, Span } from '../../lib/index';

export declare const app: App;
export declare const env: Environment;
export declare const stack: Stack;

export declare const vpc: aws_ec2.IVpc;
export declare const zone: aws_route53.IHostedZone;
export declare const certificate: aws_certificatemanager.ICertificate;
export declare const bucket: aws_s3.IBucket;

/** Clusters, and charts for them. */
export declare const cluster: aws_eks_v2.ICluster;
export declare const blue: aws_eks_v2.ICluster;
export declare const green: aws_eks_v2.ICluster;
export declare const north: aws_eks_v2.ICluster;
export declare const chart: Chart;
export declare const blueChart: Chart;
export declare const greenChart: Chart;

export declare const manifests: GatewayManifests;
/** Manifests as text. */
export declare const rendered: string;
/** The load balancer. */
export declare const alb: GatewayAlb;
/** The same manifests, in a unit test. */
export declare const web: GatewayAlbTesting;
