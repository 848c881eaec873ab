import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { decodeText } from './decoding';

/**
 * Real input, where it is at hand: `CORPUS_DIR` names a folder with `examples/` (valid) and `hack/invalid-examples/`
 * (each file wrong for the one reason its name says), as in the Gateway API's own repository.
 */
const corpus = process.env.CORPUS_DIR;

/** Code and line of each diagnostic. */
const expected: Readonly<Record<string, readonly string[]>> = {
  'duplicate-header-match.yaml': ['GW1010 11'],
  'duplicate-listeners.yaml': ['GW1010 11'],
  'hostname-udp.yaml': ['GW1123 9'],
  'httproute-portless-backend.yaml': ['GW1107 10'],
  'invalid-addresses.yaml': ['GW1126 8', 'GW1126 9', 'GW1126 10', 'GW1126 11', 'GW1126 12', 'GW1126 13', 'GW1126 14', 'GW1126 15', 'GW1126 17', 'GW1126 19'],
  'invalid-backend-group.yaml': ['GW1006 8'],
  'invalid-backend-kind.yaml': ['GW1006 8'],
  'invalid-controller.yaml': ['GW1006 6'],
  'invalid-filter-duplicate-header.yaml': ['GW1010 12'],
  'invalid-filter-empty.yaml': ['GW1011 8'],
  'invalid-filter-wrong-field.yaml': ['GW1012 9'],
  'invalid-header-value.yaml': ['GW1006 12'],
  'invalid-httpredirect-hostname.yaml': ['GW1006 13'],
  'invalid-listener-name.yaml': ['GW1006 8'],
  'invalid-listener-port.yaml': ['GW1005 10'],
  'invalid-path-alphanum-specialchars-mix.yaml': ['GW1106 10'],
  'invalid-path-specialchars.yaml': ['GW1106 10'],
  'invalid-request-redirect-with-backendref.yaml': ['GW1101 14'],
  'invalid-tls-mode.yaml': ['GW1122 12'],
  'missing-to.yaml': ['GW1003 5'],
  'tlsconfig-tcp.yaml': ['GW1121 11'],
};

function filesUnder(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.map((name) => join(folder, name)).filter((path) => path.endsWith('.yaml') && statSync(path).isFile());
}

const foundIn = (path: string) => decodeText(readFileSync(path, 'utf8')).diagnostics.map(({ code, span }) => `${code} ${span?.start.line}`);

(corpus === undefined ? describe.skip : describe)('the Gateway API\'s own examples', () => {
  const folder = corpus ?? '';

  test('valid ones are read without a word', () => {
    const files = filesUnder(join(folder, 'examples'));
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => foundIn(file).length > 0)).toEqual([]);
  });

  test('fails for each invalid one, for its own reason at its own line', () => {
    const files = filesUnder(join(folder, 'hack/invalid-examples'));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const name = file.split('/').at(-1) ?? '';
      expect({ name, found: foundIn(file) }).toEqual({ name, found: expected[name] });
    }
  });
});
