/** What a verb prints as JSON, in the notation of TypeScript; test/bin/machine-output.test.ts compares it with what is printed. */
export const jsonShapes: Readonly<Record<string, { readonly asked: string; readonly shape: string; readonly more?: string }>> = {
  'check': {
    asked: '--format json',
    shape: `{
  version: 1
  summary: { errors: number, warnings: number, notes: number, files: number }
  diagnostics: Diagnostic[]   // notes too, with or without --notes
}`,
  },
  'plan': {
    asked: 'always',
    shape: `{                             // a list of these where there are several Gateways
  gateway: { namespace: string, name: string }
  scheme: 'internal' | 'internet-facing', ipAddressType: string, shieldProtection: boolean
  attributes: { key: string, value: string }[], tags: { key: string, value: string }[]
  securityGroups: object
  listeners: {
    id: string, port: number, protocol: 'HTTP' | 'HTTPS', certificates: object[], attributes: object[], fallback: object, tags: object[]
    rules: { id: string, priority: number, conditions: object[], transforms: object[], action: object, origin: object, tags: object[] }[]
  }[]
  targetGroups: {
    id: string, name: string, targetType: 'instance' | 'ip', protocol: string, protocolVersion: string, ipAddressType: string, port: number
    healthCheck: object, attributes: object[], tags: object[], binding: object
  }[]
  trustStores: object[]
}`,
    more: 'The whole type is `LoadBalancerPlan` in `cdk-gateway-alb/compiler`. On a terminal, errors are printed as text only.',
  },
  'diff': {
    asked: '--format json',
    shape: `{
  version: 1
  old: string, new: string      // as the arguments name them
  gateways: {
    old?: { name: string, scheme: string }, new?: { name: string, scheme: string }
    classes: {                  // kinds of requests that are answered differently, riskiest first
      kind: 'lost' | 'new' | 'moved' | 'changed', port: number, scheme: 'http' | 'https', public: boolean, served: boolean
      regions: string[][], exceptions: string[]
      old: object, new: object  // outcome and the rules that decide
      witness?: { request: object, confirmed: boolean, differs: boolean, reason: string }
    }[]
    shadowed: object[], unshadowed: object[], settings: object[]
    resources: { listeners: object, rules: object, targetGroups: object }
    budget: { old: number, new: number, limit: number }
    unchanged: { rules: number, proved: boolean, gaps: string[] }
  }[]
}`,
    more: 'The whole types are `Review` and `RouteDiff` in `cdk-gateway-alb/compiler`. Where a side has errors, each diagnostic also says its `side`: `old` or `new`.',
  },
  'explain': {
    asked: '--format json',
    shape: `{
  gateway: string               // namespace/name
  request: { scheme: string, host: string, port: number, method: string, path: string, headers: [string, string][], sourceIp: string }
  decision: { listener?: object, rule?: object, outcome: object, responseHeaders: object[] }
  conditions?: object[]         // those of the rule that takes the request
  services: object              // names of Services by the ids of their target groups
  almost: { rule: object, failed: { condition: object, words: string }[], satisfied: number }[]
}[]                             // one for each Gateway`,
  },
  'test': {
    asked: '--format json',
    shape: `{
  version: 1
  summary: { tests: number, passed: number, failed: number, skipped: number, invalid: number }
  tests: {
    title: string, name?: string, at: Span, request: object, verdict: 'passed' | 'failed' | 'skipped' | 'invalid'
    gateway?: string, observed?: object, differences?: { expected: string, got: string, expectation: object }[]
  }[]
  coverage?: {                  // with --coverage or --fail-under
    percent: number, reached: number
    rules: { gateway: string, port: number, id: string, origin: object, requests: number }[]
  }
  diagnostics: Diagnostic[]
}`,
    more: 'Errors in the manifests are in `diagnostics`; then no test has run.',
  },
  'report': {
    asked: '--format json',
    shape: `{
  version: 1
  gateways: {
    name: string
    facts: { label: string, value: string }[], attributes: { key: string, value: string }[]
    budget: { name: string, used: number, allowed: number, adjustable: boolean }[]
    compaction?: { rules: number, rulesWithout: number, saved: number }
    evaluations: object[], listeners: object[], targetGroups: object[]
    status: { subject: string, type: string, status: string, reason: string, message: string, good: boolean }[]
    findings: Finding[]         // those of this Gateway and its routes
  }[]
  findings: Finding[]           // all others: { code, name, severity, message, fix?, subject?, place?, notes }
}`,
  },
  'priorities': {
    asked: '--format json',
    shape: `{
  ledger: string
  state?: 'current' | 'missing' | 'stale' | 'written'   // absent where there are errors
  forgotten?: number            // compact only
  version: 1
  summary: { errors: number, warnings: number, notes: number, files: number }
  diagnostics: Diagnostic[]
}`,
  },
  'init': {
    asked: '--format json',
    shape: `{
  files: string[]               // those that were written
  next: string                  // what to run now
}`,
  },
};

/** Parts that several shapes have. */
export const sharedShapes = `type Diagnostic = {
  code: string, name: string    // GW2104 and attach/no-such-listener; both are stable
  severity: 'error' | 'warning' | 'note'
  message: string               // one line: who, what is wrong, which value
  span?: Span, hint?: string, notes: { text: string, span?: Span }[], fix?: string
  subject?: { group: string, kind: string, namespace: string, name: string }
  condition?: { type: string, status: 'True' | 'False', reason: string }
  about?: { object: object, listener?: string, parent?: number }   // whose status it is
}
type Span = { file: string, start: Position, end: Position }
type Position = { line: number, column: number, offset: number }   // from 1, from 1, from 0`;
