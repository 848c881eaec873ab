import { kubernetesManifest, replacementProperties } from './replacement';
import type { Resource, Template } from './template';
import type { Violation } from './transition';
import { types } from './world';

/**
 * What no two resources may have at a time, and which resource of a template has it.
 *
 * Where all versions agree on the owners, no order of operations whatever can make two resources claim the same: this says
 * of every pair of versions what the simulated updates try out for some pairs in some orders.
 */
interface Claim {
  readonly kind: string;
  readonly what: string;
  /** Logical id, and all that makes CloudFormation create another resource under it. */
  readonly owner: string;
}

/** Owners by claim, over all versions that can be deployed side by side. */
export class Claims {
  private readonly owners = new Map<string, string>();

  /** Claims of the template that an earlier one gave to another owner. */
  public add(template: Template): readonly Violation[] {
    return Object.entries(template.Resources).flatMap(([id, resource]) => claimsOf(id, resource)).flatMap(({ kind, owner, what }) => {
      const key = `${kind} ${what}`;
      const known = this.owners.get(key);
      this.owners.set(key, known ?? owner);
      if (known === undefined || known === owner) return [];
      return [{ kind: `possible ${kind}`, detail: `${what} is claimed by ${known} and by ${owner}` }];
    });
  }
}

function claimsOf(id: string, resource: Resource): readonly Claim[] {
  const { Properties: properties = {}, Type: type } = resource;
  switch (type) {
    case types.rule:
      return [{ kind: 'priority-in-use', what: `${refOf(properties.ListenerArn)} ${String(properties.Priority)}`, owner: id }];
    case types.listener:
      return [{ kind: 'duplicate-listener', what: `${refOf(properties.LoadBalancerArn)} ${String(properties.Port)}`, owner: id }];
    case types.targetGroup: {
      const fixed = replacementProperties[type].map((name) => properties[name]);
      return [{ kind: 'duplicate-name', what: String(properties.Name), owner: `${id} ${JSON.stringify(fixed)}` }];
    }
    case types.record:
      return [{ kind: 'duplicate-name', what: String(properties.Name), owner: id }];
    case kubernetesManifest:
      return manifestClaims(id, properties.Manifest);
    default:
      return [];
  }
}

interface BindingLike {
  readonly kind: string;
  readonly metadata: { readonly namespace: string; readonly name: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** An object lives under one path only, as its deletion there would delete it; a binding never changes what is immutable, and is alone. */
function manifestClaims(id: string, manifest: unknown): readonly Claim[] {
  const [{ kind, metadata, spec }] = JSON.parse(textOf(manifest)) as readonly BindingLike[];
  const place: Claim = { kind: 'service-missing', what: `${kind} ${metadata.namespace}/${metadata.name}`, owner: id };
  if (kind !== 'TargetGroupBinding') return [place];
  const immutable = JSON.stringify(['targetGroupARN', 'targetType', 'ipAddressType', 'vpcID'].map((field) => spec[field]));
  return [
    place,
    { kind: 'binding-immutable', what: place.what, owner: immutable },
    { kind: 'binding-duplicate', what: String(spec.targetGroupARN), owner: place.what },
  ];
}

/** The text of a manifest, with the names of what it refers to instead of their values. */
function textOf(manifest: unknown): string {
  if (typeof manifest === 'string') return manifest;
  const [separator, parts] = (manifest as { 'Fn::Join': [string, readonly unknown[]] })['Fn::Join'];
  return parts.map((part) => (typeof part === 'string' ? part : refOf(part))).join(separator);
}

function refOf(value: unknown): string {
  const { Ref: ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: readonly string[] };
  return ref ?? attribute?.join('.') ?? String(value);
}
