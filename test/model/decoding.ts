import { DiagnosticSink, type Diagnostic } from '../../lib/diagnostics/diagnostic';
import { decode, type DecodeOptions } from '../../lib/model/decode';
import type { Resources } from '../../lib/model/resources';
import { readText } from '../../lib/source/read';

/** What decoding a text gives. */
export interface Decoding {
  readonly resources: Resources;
  readonly diagnostics: readonly Diagnostic[];
  /** For each diagnostic its code and the first line of the text it points at. */
  readonly found: readonly string[];
}

/** Reads and decodes YAML; what the reader itself reports is in `found` too. */
export function decodeText(text: string, options: DecodeOptions = {}): Decoding {
  const sink = new DiagnosticSink();
  const resources = decode(readText(text, 'input.yaml', sink), sink, options);
  const found = sink.diagnostics.map(({ code, span }) => `${code} ${lineAt(text, span?.start.offset, span?.end.offset)}`);
  return { resources, diagnostics: sink.diagnostics, found };
}

function lineAt(text: string, start = 0, end = 0): string {
  return text.slice(start, end).split('\n')[0];
}

/** Indents every line but the first, to put a text into a template. */
function indent(text: string, by: number): string {
  return text.trim().split('\n').join(`\n${' '.repeat(by)}`);
}

/** An object of the Gateway API with the given spec. */
export function gatewayApi(kind: string, spec: string): string {
  return object('gateway.networking.k8s.io/v1', kind, spec);
}

/** An object of the load balancer controller with the given spec. */
export function controller(kind: string, spec: string): string {
  return object('gateway.k8s.aws/v1', kind, spec);
}

/** An object named shop/web with the given spec. */
export function object(apiVersion: string, kind: string, spec: string): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  ${indent(spec, 2)}\n`;
}

/** A Gateway with one sound listener, and a further one that is given. */
export function gatewayWith(listener: string): string {
  const sound = '- name: sound\n  protocol: HTTP\n  port: 8080';
  return gatewayApi('Gateway', `gatewayClassName: alb\nlisteners:\n  ${indent(sound, 2)}\n  - ${indent(listener, 4)}`);
}

/** An HTTPRoute with one rule, and a sound one after it. */
export function httpRule(rule: string): string {
  return gatewayApi('HTTPRoute', `rules:\n  - ${indent(rule, 4)}\n  - name: sound`);
}

/** A GRPCRoute with one rule, and a sound one after it. */
export function grpcRule(rule: string): string {
  return gatewayApi('GRPCRoute', `rules:\n  - ${indent(rule, 4)}\n  - name: sound`);
}
