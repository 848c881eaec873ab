import type { Command } from 'commander';
import { Argument, Option } from 'commander';
import { gatewaysOnTheLine } from '../completion/gateways';
import { completedBy } from '../completion/value-source';

/** Options of every verb that compiles manifests. */
export interface CompilingOptions {
  readonly gateway?: string;
  readonly onInvalidRoute: 'fail' | 'respond-500';
  readonly defaultTargetType: 'instance' | 'ip';
}

/** Heading of what every verb that reads manifests has. */
export const readingOptions = 'Options for reading manifests';

/** Added last, so that the help shows what is special about a verb first. */
export function withCompilingOptions(command: Command): Command {
  const options = [
    completedBy(new Option('--gateway <namespace/name>', 'only this Gateway (default: all of an ALB class)'), gatewaysOnTheLine),
    new Option('--on-invalid-route <policy>', 'what becomes of a route that cannot be served').choices(['fail', 'respond-500']).default('fail'),
    new Option('--default-target-type <type>', 'target type of Services without a TargetGroupConfiguration').choices(['instance', 'ip']).default('instance'),
  ];
  for (const option of options) command.addOption(option.helpGroup(`${readingOptions}:`));
  return command;
}

export function formatOption(formats: readonly string[], preset = formats[0]): Option {
  return new Option('--format <format>', 'how the result is printed').choices(formats).default(preset);
}

export function outputOption(): Option {
  return new Option('--output <file>', 'write to this file instead of the standard output');
}

/** Manifests only. */
export function manifestPaths(): Argument {
  return completedBy(new Argument('<path...>', 'manifests: files or folders; - is the standard input'), 'files');
}

/** Manifests, or what becomes of them. */
export function routingPaths(): Argument {
  return completedBy(new Argument('<path...>', routings), 'files');
}

export const routings = 'manifests (files, folders, - for the standard input); or one synthesised template, cdk.out folder or git:REV:PATH';
