/** GW01xx and GW02xx: texts that are no YAML, or no Kubernetes objects. */
import type { Demonstrations } from './demonstration';
import { written } from './manifests';

const route = `# k8s/routes.yaml
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: cafe
  namespace: shop
`;

const service = `apiVersion: v1
kind: Service
metadata: { name: coffee, namespace: shop }
spec: { ports: [{ port: 80 }] }
`;

/** Each level names the one before ten times. */
function aliasBomb(levels: number): string {
  const rows = Array.from({ length: levels }, (_, level) => {
    const values = level === 0 ? 'x' : Array.from({ length: 10 }, () => `*l${level - 1}`).join(', ');
    return `    l${level}: &l${level} [${values}]\n`;
  });
  return `${route}spec:\n  levels:\n${rows.join('')}`;
}

export const textExamples: Demonstrations = {
  GW0101: written([`${route}spec:
  hostnames: ["cafe.example.com]
`]),
  GW0102: written([`${route}spec:
  hostnames: [cafe.example.com]
  hostnames: [tea.example.com]
`]),
  GW0103: written([`${route}  labels:
    __proto__: x
`]),
  GW0104: written([`${route}spec:
  ? [a, b]
  : c
`]),
  GW0105: written([`${route}spec:
  hostnames:
    - *.example.com
`]),
  GW0106: written([aliasBomb(8)]),
  GW0107: written([`${route}spec: ${'['.repeat(300)}${']'.repeat(300)}\n`]),
  GW0108: written([`# k8s/routes.yaml
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: !Ref RouteName
`]),
  GW0109: written([`# k8s/routes.yaml
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: {{ .Release.Name }}
`]),
  GW0110: written([`${route}spec:
  rules:
    - backendRefs: [{ name: coffee, port: 80, weight: .inf }]
`]),
  GW0112: written([`${route}  labels:
    <<: blue
`]),
  GW0201: written([`# k8s/routes.yaml
- name: cafe
  hostname: cafe.example.com
`]),
  GW0202: written([`# k8s/routes.yaml
apiVersion: gateway.networking.k8s.io/v1
metadata:
  name: cafe
  namespace: shop
`]),
  GW0203: written([`# k8s/services.yaml
apiVersion: v1
kind: Service
metadata:
  name: 42
`]),
  GW0204: written([`# k8s/services.yaml\n${service}---\n${service}`]),
  GW0205: written([`# k8s/services.yaml
apiVersion: v1
kind: List
items:
  name: coffee
`]),
  GW0206: written([`# k8s/kustomization.yaml
resources:
  - routes.yaml
`]),
  GW0207: written([`# k8s/routes.yaml
apiVersion: gateway.networking.k8s.io
kind: HTTPRoute
metadata:
  name: cafe
`]),
};
