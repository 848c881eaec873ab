/** GW03xx: what a route diff compares when it is no folder of manifests. */
import { symlinkSync } from 'node:fs';
import { readSide } from '../../bin/verbs/side';
import * as compiler from '../../lib/index';
import { coffeeShop } from '../../test/support/manifests';
import { demonstrate, type Demonstration, type Demonstrations } from './demonstration';
import { commit, within } from './folders';

const files = { 'k8s/routes.yaml': coffeeShop };

/** `gateway-alb diff SIDE k8s` in a repository with one commit. */
function inRepository(side: string, prepare?: () => void): () => Demonstration {
  return () => within(files, () => {
    prepare?.();
    commit();
    return read(side);
  });
}

function ofTemplate(resources: object, text = JSON.stringify({ Resources: resources })): () => Demonstration {
  return () => within({ 'Web.template.json': text }, () => read('Web.template.json'));
}

function read(side: string): Demonstration {
  return demonstrate([], readSide(compiler, side, { defaultTargetType: 'ip' }).diagnostics, `gateway-alb diff ${side} k8s`);
}

const balancer = { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: {} };
const listener = { Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: { LoadBalancerArn: { Ref: 'Balancer' }, Port: 80, Protocol: 'HTTP' } };

export const sideExamples: Demonstrations = {
  GW0301: inRepository('git:main'),
  GW0303: inRepository('git:origin/mian:k8s'),
  GW0304: inRepository('git:main:manifests'),
  GW0305: inRepository('git:main:k8s', () => symlinkSync('routes.yaml', 'k8s/link.yaml')),
  GW0306: ofTemplate({}, '{ "Resources": '),
  GW0307: ofTemplate({ Balancer: balancer, Listener: listener }),
  GW0308: ofTemplate({}),
};
