import type { IngressRule } from '../plan/ir';
import type { CloudFormationTemplate, TemplateSecurityGroups } from './template';
import type { TemplateValue } from './template-values';
import { integer, isAbsent, items, member, optionalText, reference } from './template-values';

/**
 * Who may reach the load balancer: TCP permissions of the security groups that the template makes, for addresses and
 * prefix lists. Permissions for other security groups are left out: they are not open to strangers.
 */
export function securityGroupsOf(template: CloudFormationTemplate, groups: TemplateValue): TemplateSecurityGroups {
  // The whole list may come from a parameter.
  const ids = Array.isArray(groups.value) ? items(groups).map(reference) : isAbsent(groups) ? [] : [reference(groups)];
  const made = ids.filter((id) => template.Resources?.[id]?.Type === 'AWS::EC2::SecurityGroup');
  return {
    kind: made.length > 0 ? 'managed' : 'existing',
    ingress: made.flatMap((id) => ingressOf(template, id)),
    ids: ids.filter((id) => !made.includes(id)),
    names: [],
  };
}

function ingressOf(template: CloudFormationTemplate, id: string): readonly IngressRule[] {
  const inline = items(member(propertiesOf(template, id), 'SecurityGroupIngress'));
  const separate = Object.keys(template.Resources ?? {})
    .filter((other) => template.Resources?.[other].Type === 'AWS::EC2::SecurityGroupIngress')
    .map((other) => propertiesOf(template, other))
    .filter((properties) => !isAbsent(member(properties, 'GroupId')) && reference(member(properties, 'GroupId')) === id);
  return [...inline, ...separate].flatMap(permissionOf);
}

function permissionOf(permission: TemplateValue): readonly IngressRule[] {
  const protocol = optionalText(member(permission, 'IpProtocol')) ?? '-1';
  if (!['tcp', '6', '-1'].includes(protocol)) return [];
  const [cidr, prefixList] = [firstOf(permission, ['CidrIp', 'CidrIpv6']), member(permission, 'SourcePrefixListId')];
  if (isAbsent(cidr) && isAbsent(prefixList)) return [];
  const everyPort = protocol === '-1';
  return [{
    ...(isAbsent(cidr) ? { prefixListId: reference(prefixList) } : { cidr: reference(cidr) }),
    protocol: 'tcp',
    fromPort: everyPort ? 0 : integer(member(permission, 'FromPort')),
    toPort: everyPort ? 65_535 : integer(member(permission, 'ToPort')),
  }];
}

function firstOf(parent: TemplateValue, keys: readonly string[]): TemplateValue {
  const values = keys.map((key) => member(parent, key));
  return values.find((value) => !isAbsent(value)) ?? values[0];
}

/** The web ACL that the template associates with the load balancer. */
export function webAclOf(template: CloudFormationTemplate, loadBalancer: string): string | undefined {
  const association = Object.keys(template.Resources ?? {})
    .filter((id) => template.Resources?.[id].Type === 'AWS::WAFv2::WebACLAssociation')
    .map((id) => propertiesOf(template, id))
    .find((properties) => reference(member(properties, 'ResourceArn')) === loadBalancer);
  return association && reference(member(association, 'WebACLArn'));
}

function propertiesOf(template: CloudFormationTemplate, id: string): TemplateValue {
  return { value: template.Resources?.[id].Properties ?? {}, at: `${id}.Properties` };
}
