import type { Compilation, CompileOptions, DecodedManifests } from '../lib/index';
import { compileDecoded, decodeFiles, decodePaths } from '../lib/index';

/** Which Gateways `GatewayManifests.gatewayNames` returns. */
export interface GatewayNamesOptions {
  /**
   * Only Gateways of this GatewayClass.
   *
   * @default - Gateways of every class with controllerName `gateway.k8s.aws/alb`
   */
  readonly className?: string;
}

/**
 * Gateway API manifests: files, folders or text.
 *
 * They are read once, when they are first needed, and can be given to several `GatewayAlb` constructs.
 * Mistakes in them are reported by the constructs that use them, at synthesis, all at once.
 *
 * @example
 *
 * const manifests = GatewayManifests.fromDirectory('k8s');
 * for (const gateway of manifests.gatewayNames()) {
 *   new GatewayAlb(this, gateway, { vpc, manifests, gateway });
 * }
 */
export class GatewayManifests {
  /**
   * All `.yaml`, `.yml` and `.json` files below a folder, in sorted order.
   *
   * @param path folder, relative to the working directory or absolute
   *
   * @example
   *
   * GatewayManifests.fromDirectory('k8s');
   */
  public static fromDirectory(path: string): GatewayManifests {
    return new GatewayManifests([path], () => decodePaths([path]));
  }

  /**
   * Single files or folders.
   *
   * @param paths relative to the working directory or absolute
   *
   * @example
   *
   * GatewayManifests.fromFiles('k8s/gateway.yaml', 'k8s/routes');
   */
  public static fromFiles(...paths: string[]): GatewayManifests {
    return new GatewayManifests(paths, () => decodePaths(paths));
  }

  /**
   * YAML or JSON text.
   *
   * @param text one or several documents
   * @param name shown in diagnostics in place of a file name
   *
   * @example
   *
   * // `rendered` is what `helm template` has printed.
   * GatewayManifests.fromText(rendered, 'chart.yaml');
   */
  public static fromText(text: string, name = 'manifests.yaml'): GatewayManifests {
    return new GatewayManifests([name], () => decodeFiles([{ path: name, text }]));
  }

  private decoded?: DecodedManifests;

  private constructor(
    private readonly origins: readonly string[],
    private readonly decode: () => DecodedManifests,
  ) {}

  /**
   * Names (`namespace/name`) of the Gateways an Application Load Balancer can be made from, sorted.
   *
   * @param options which ones
   *
   * @example
   *
   * manifests.gatewayNames({ className: 'aws-alb' });
   */
  public gatewayNames(options: GatewayNamesOptions = {}): string[] {
    return this._compile({ onInvalidRoute: 'fail' })
      .gateways.filter(({ attached }) => options.className === undefined || attached.gatewayClass.ref.name === options.className)
      .map((gateway) => gateway.name);
  }

  /** Where the manifests come from. */
  public toString(): string {
    return `GatewayManifests ${this.origins.join(', ')}`;
  }

  /**
   * Compiles the manifests; cheap to repeat, the files are read once.
   *
   * @internal
   */
  public _compile(options: CompileOptions): Compilation {
    this.decoded ??= this.decode();
    return compileDecoded(this.decoded, options);
  }
}
