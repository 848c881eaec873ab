import type { SourceFile } from '../lib/index';
import { albLimitExamples } from './code-examples/alb-limits';
import { attachmentExamples } from './code-examples/attachments';
import { constructExamples } from './code-examples/constructs';
import type { Call, Demonstration, Demonstrations } from './code-examples/demonstration';
import { excerptsOf } from './code-examples/excerpts';
import { fileExamples } from './code-examples/files';
import { ledgerExamples } from './code-examples/ledgers';
import { ofFieldTable } from './code-examples/manifests';
import { routeTestExamples } from './code-examples/route-tests';
import { routingExamples } from './code-examples/routing';
import { settingExamples } from './code-examples/settings';
import { shapeExamples } from './code-examples/shapes';
import { shownCode } from './code-examples/shown-code';
import { sideExamples } from './code-examples/sides';
import { textExamples } from './code-examples/texts';

/** A code as a user meets it. */
export interface CodeExample {
  readonly remark?: string;
  readonly call?: Call;
  /** The parts of files that the message is about; the one where it stands comes first. */
  readonly excerpts: readonly SourceFile[];
  /** As the library renders it. */
  readonly message: string;
}

/** Codes without an example, and why. */
export const withoutExample: Readonly<Record<string, string>> = {
  GW0111: 'There is no example: it takes a document of more than four million words and signs.',
  GW0302: 'There is no example: the message repeats what git says, which differs from machine to machine.',
  GW0309: 'There is no example: it takes a folder of manifests on one side and a template alone on the other, as in `gateway-alb diff k8s cdk.out/Web.template.json`.',
  GW9001: 'There is no example: only a fault of this library leads to it.',
};

/** Where nothing is written for a code, the field table has an example. */
const demonstrations: Demonstrations = {
  ...fileExamples,
  ...textExamples,
  ...sideExamples,
  ...shapeExamples,
  ...attachmentExamples,
  ...albLimitExamples,
  ...routingExamples,
  ...settingExamples,
  ...constructExamples,
  ...ledgerExamples,
  ...routeTestExamples,
};

/** Codes for which an example is written in scripts/code-examples. */
export const writtenExamples: readonly string[] = Object.keys(demonstrations);

const known = new Map<string, CodeExample>();

/** The example of a code, run once; undefined where `withoutExample` says why there is none. */
export function exampleOf(code: string): CodeExample | undefined {
  if (code in withoutExample) return undefined;
  const example = known.get(code) ?? run(code);
  known.set(code, example);
  return example;
}

function run(code: string): CodeExample {
  const demonstration = demonstrations[code] ?? ofFieldTable(code);
  if (demonstration === undefined) throw new Error(`${code} has no example; write one in scripts/code-examples`);
  const example = shown(code, demonstration());
  if (!(code in constructExamples)) return example;
  return { ...example, call: { language: 'ts', text: shownCode(code) } };
}

function shown(code: string, { files, said, causes, call, remark }: Demonstration): CodeExample {
  const found = said.find((one) => one.code === code);
  if (found === undefined) throw new Error(`the example of ${code} leads to ${said.map((other) => other.code).join(', ') || 'nothing'}`);
  return { ...(remark !== undefined && { remark }), ...(call && { call }), excerpts: excerptsOf(files, found.places, causes), message: found.text };
}
