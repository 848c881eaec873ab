import type * as Library from '../../lib/index';
import type { Compilation, CompileOptions, Diagnostic, LoadBalancerPlan, TemplatePlan } from '../../lib/index';
import { readSide } from './side';
import { readInput, readInputs } from './standard-input';

/** The load balancers that arguments of the command line name, and what there was to say about them. */
export interface Routing {
  readonly gateways: readonly { readonly name: string; readonly plan: LoadBalancerPlan | TemplatePlan }[];
  readonly diagnostics: readonly Diagnostic[];
  readonly hasErrors: boolean;
  /** Texts by path, for excerpts. */
  readonly sources: ReadonlyMap<string, string>;
  /** Absent for templates. */
  readonly compilation?: Compilation;
}

/** Manifests from any number of paths, or one template, cdk.out folder or git revision. */
export async function readRouting(library: typeof Library, paths: readonly string[], options: CompileOptions): Promise<Routing> {
  const [path, ...others] = paths;
  if (path !== undefined && others.length === 0) {
    const { loadBalancers, ...side } = readSide(library, await readInput(path), options);
    return { ...side, gateways: loadBalancers };
  }
  const compilation = library.compilePaths(await readInputs(paths), options);
  const { gateways, diagnostics, hasErrors, sources } = compilation;
  return { gateways, diagnostics, hasErrors, sources, compilation };
}
