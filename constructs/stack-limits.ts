import { statSync } from 'node:fs';
import { join } from 'node:path';
import { attachCustomSynthesis, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { deliveryCodes, DiagnosticSink, limits } from '../lib/index';
import { renderAll } from './feedback';

/** Bytes of a template that CloudFormation takes from a bucket. */
const largestTemplate = 1_000_000;

/** Templates with fewer resources come near the limit only by a manifest of a size that is warned about. */
const worthMeasuring = 100;

/**
 * Refuses templates that CloudFormation would refuse: those of the stack in which a load balancer stands, and of the nested
 * stacks of its rules. Resources are counted when the tree is complete, bytes when the templates are written.
 */
export function checkStackLimits(scope: Construct): void {
  scope.node.addValidation({
    validate: () => {
      const sink = new DiagnosticSink();
      const stacks = [Stack.of(scope), ...scope.node.findAll().filter((child) => Stack.isStack(child))];
      for (const stack of stacks) {
        const resources = resourcesOf(stack);
        countResources(scope, stack, resources, sink);
        if (resources.length >= worthMeasuring) measureLater(scope, stack);
      }
      return sink.hasErrors ? [`\n${renderAll(sink.diagnostics)}`] : [];
    },
  });
}

function resourcesOf(stack: Stack): CfnResource[] {
  const found: CfnResource[] = [];
  const visit = (construct: IConstruct): void => {
    if (CfnResource.isCfnResource(construct)) found.push(construct);
    for (const child of construct.node.children) if (!Stack.isStack(child) && !Stage.isStage(child)) visit(child);
  };
  visit(stack);
  return found;
}

function countResources(scope: Construct, stack: Stack, resources: readonly CfnResource[], sink: DiagnosticSink): void {
  const allowed = Number(stack.node.tryGetContext('@aws-cdk/core:stackResourceLimit') ?? limits.stackResources);
  if (allowed === 0 || resources.length <= allowed) return;
  const own = resources.filter(({ node }) => node.scopes.includes(scope));
  const count = (type: string): number => own.filter(({ cfnResourceType }) => cfnResourceType === type).length;
  sink.report(deliveryCodes.TOO_MANY_RESOURCES, {
    subject: scope.node.path,
    stack: stack.node.path,
    resources: resources.length,
    allowed,
    own: own.length,
    rules: count('AWS::ElasticLoadBalancingV2::ListenerRule'),
    targetGroups: count('AWS::ElasticLoadBalancingV2::TargetGroup'),
    objects: count('Custom::AWSCDK-EKS-KubernetesResource'),
    nested: stack.nestedStackParent !== undefined,
  });
}

/** Templates are written stack by stack, in the order of the tree; what is added to it last comes after them. */
function measureLater(scope: Construct, stack: Stack): void {
  const stage = Stage.of(scope) ?? scope.node.root;
  const id = `GatewayAlbTemplate-${stack.node.addr}`;
  if (stage.node.tryFindChild(id)) return;
  attachCustomSynthesis(new Construct(stage, id), {
    onSynthesize: ({ outdir }) => {
      const { size } = statSync(join(outdir, stack.templateFile));
      if (size <= largestTemplate) return;
      const sink = new DiagnosticSink();
      const nested = stack.nestedStackParent !== undefined;
      sink.report(deliveryCodes.TEMPLATE_TOO_LARGE, { subject: scope.node.path, stack: stack.node.path, bytes: size, allowed: largestTemplate, nested });
      throw new Error(`\n${renderAll(sink.diagnostics)}`);
    },
  });
}
