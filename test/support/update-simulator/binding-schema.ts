/** The parts of an OpenAPI schema that the custom resource needs. Unknown fields are faults: the API server would drop them silently. */
export interface Schema {
  readonly type: 'object' | 'array' | 'string' | 'integer' | 'boolean' | 'integer or string';
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  /** Of every value of an object whose keys are free. */
  readonly values?: Schema;
  readonly items?: Schema;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly pattern?: RegExp;
}

const text: Schema = { type: 'string' };
const texts: Schema = { type: 'object', values: text };
const port: Schema = { type: 'integer or string', minimum: 1, maximum: 65_535 };
const dnsLabel: Schema = { type: 'string', pattern: /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/ };

const peer: Schema = {
  type: 'object',
  properties: {
    ipBlock: { type: 'object', required: ['cidr'], properties: { cidr: text } },
    securityGroup: { type: 'object', required: ['groupID'], properties: { groupID: text } },
  },
};

const ingressRule: Schema = {
  type: 'object',
  required: ['from', 'ports'],
  properties: {
    from: { type: 'array', items: peer },
    ports: { type: 'array', items: { type: 'object', properties: { protocol: { type: 'string', enum: ['TCP', 'UDP'] }, port } } },
  },
};

const nodeSelector: Schema = {
  type: 'object',
  properties: {
    matchLabels: texts,
    matchExpressions: {
      type: 'array',
      items: {
        type: 'object',
        required: ['key', 'operator'],
        properties: { key: text, operator: text, values: { type: 'array', items: text } },
      },
    },
  },
};

/** TargetGroupBinding `elbv2.k8s.aws/v1beta1`, as the AWS Load Balancer Controller 3.5 installs it. `status` is the controller's own. */
export const targetGroupBindingSchema: Schema = {
  type: 'object',
  required: ['apiVersion', 'kind', 'metadata', 'spec'],
  properties: {
    apiVersion: { type: 'string', enum: ['elbv2.k8s.aws/v1beta1'] },
    kind: { type: 'string', enum: ['TargetGroupBinding'] },
    metadata: {
      type: 'object',
      required: ['name', 'namespace'],
      properties: {
        name: { type: 'string', pattern: /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/ },
        namespace: dnsLabel,
        labels: texts,
        annotations: texts,
      },
    },
    spec: {
      type: 'object',
      required: ['serviceRef'],
      properties: {
        targetGroupARN: { type: 'string', minLength: 1 },
        targetGroupName: text,
        multiClusterTargetGroup: { type: 'boolean' },
        targetType: { type: 'string', enum: ['instance', 'ip'] },
        targetGroupProtocol: { type: 'string', enum: ['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP', 'TCP_UDP', 'QUIC', 'TCP_QUIC'] },
        serviceRef: { type: 'object', required: ['name', 'port'], properties: { name: text, port } },
        networking: { type: 'object', properties: { ingress: { type: 'array', items: ingressRule } } },
        nodeSelector,
        ipAddressType: { type: 'string', enum: ['ipv4', 'ipv6'] },
        vpcID: text,
        iamRoleArnToAssume: text,
        assumeRoleExternalId: text,
      },
    },
  },
};

/** What of a value the schema does not allow, each with its path. */
export function faultsOf(value: unknown, schema: Schema, path = ''): readonly string[] {
  switch (schema.type) {
    case 'object':
      return objectFaults(value, schema, path);
    case 'array':
      if (!Array.isArray(value)) return [`${path}: not a list`];
      return value.flatMap((element, index) => (schema.items ? faultsOf(element, schema.items, `${path}[${index}]`) : []));
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${path}: not a boolean`];
    case 'integer':
      return numberFaults(value, schema, path);
    case 'integer or string':
      return typeof value === 'string' ? textFaults(value, schema, path) : numberFaults(value, schema, path);
    case 'string':
      return textFaults(value, schema, path);
  }
}

function objectFaults(value: unknown, { properties, required = [], values }: Schema, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path}: not an object`];
  const missing = required.filter((key) => !(key in value)).map((key) => `${path}.${key}: missing`);
  return [...missing, ...Object.entries(value).flatMap(([key, child]) => {
    const schema = properties?.[key] ?? values;
    return schema ? faultsOf(child, schema, `${path}.${key}`) : [`${path}.${key}: unknown field`];
  })];
}

function numberFaults(value: unknown, { maximum = Infinity, minimum = -Infinity }: Schema, path: string): readonly string[] {
  const fits = typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum;
  return fits ? [] : [`${path}: ${JSON.stringify(value)} is not a whole number in range`];
}

function textFaults(value: unknown, { enum: words, minLength = 0, pattern }: Schema, path: string): readonly string[] {
  const fits = typeof value === 'string' && value.length >= minLength && (words?.includes(value) ?? true) && (pattern?.test(value) ?? true);
  return fits ? [] : [`${path}: ${JSON.stringify(value)} is not allowed`];
}
