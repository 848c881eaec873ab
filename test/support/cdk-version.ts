import { readFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync(require.resolve('aws-cdk-lib/package.json'), 'utf8')) as { readonly version: string };

/** `test` where the installed aws-cdk-lib 2.x has what the test is about, otherwise `test.skip`. */
export function sinceCdk(minor: number): jest.It {
  return Number(version.split('.')[1]) >= minor ? test : test.skip;
}
