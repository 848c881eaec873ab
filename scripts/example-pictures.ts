import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CompileOptions } from '../lib/index';
import { compile, renderSvg, reportOf } from '../lib/index';
import type { PictureOptions } from '../lib/report/diagram-picture';

/** What the app of an example says beside its manifests. */
const apps: Readonly<Record<string, CompileOptions & PictureOptions>> = {
  'cluster-swap': {
    clusters: [
      { name: 'blue', weight: 90, keepsTargetGroups: true },
      { name: 'green', weight: 10, keepsTargetGroups: false },
    ],
  },
  'several-clusters': { sharingClusters: ['north', 'south'] },
};

const folder = join(__dirname, '..', 'examples');

/** The picture of each example: path and SVG. */
export const examplePictures: Readonly<Record<string, () => string>> = Object.fromEntries(
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => [`examples/${name}/routing.svg`, () => pictureOfExample(name)]),
);

function pictureOfExample(name: string): string {
  const manifests = join(folder, name, 'k8s');
  const files = readdirSync(manifests).sort().map((file) => ({ path: file, text: readFileSync(join(manifests, file), 'utf8') }));
  const [gateway] = reportOf(compile(files, apps[name])).gateways;
  return renderSvg(gateway, apps[name]);
}
