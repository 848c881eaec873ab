/** Values that would run as a script, end an element or turn the direction of writing, if anything took them for more than text. */
export const hostile = `
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: alb }
spec: { controllerName: gateway.k8s.aws/alb }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: web, namespace: shop }
spec:
  gatewayClassName: alb
  listeners: [{ name: http, protocol: HTTP, port: 80 }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: cafe, namespace: shop }
spec:
  parentRefs: [{ name: web }]
  rules:
    - matches:
        - headers: [{ name: x-one, value: "</script><script>alert(1)</script>" }]
          queryParams: [{ name: q, value: "\\"><img src=x onerror=alert(2)>" }]
      filters: [{ type: ExtensionRef, extensionRef: { group: gateway.k8s.aws, kind: ListenerRuleConfiguration, name: answer } }]
    - matches:
        - headers: [{ name: x-two, value: "<!--<script>" }, { name: x-three, value: "\\u202Egnp.exe\\u2028" }]
      filters: [{ type: ExtensionRef, extensionRef: { group: gateway.k8s.aws, kind: ListenerRuleConfiguration, name: answer } }]
---
apiVersion: gateway.k8s.aws/v1
kind: ListenerRuleConfiguration
metadata: { name: answer, namespace: shop }
spec:
  actions:
    - type: fixed-response
      fixedResponseConfig: { statusCode: 503, messageBody: "</title></style><svg onload=alert(3)>&amp;'" }
`;
