import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPageAssets } from '../../bin/verbs/page-assets';
import type { CompiledGateway } from '../../lib/index';
import { compile, renderHtmlReport, reportOf } from '../../lib/index';
import { fleet } from './fleet';
import { hostile } from './hostile';

/** A report in a file, and the plans that it is about. */
export interface WrittenPage {
  readonly name: string;
  readonly file: string;
  readonly gateways: readonly CompiledGateway[];
}

/** The pages that the browser looks at: a shop, one with errors, a hundred rules, two Gateways, and names that try to break out. */
export function writePages(): Readonly<Record<'shop' | 'fleet' | 'hostile' | 'pair' | 'broken', WrittenPage>> {
  const shop = readFileSync(join(__dirname, '..', 'report', 'shop.yaml'), 'utf8');
  return {
    shop: writePage('shop', shop),
    fleet: writePage('fleet', fleet(100)),
    hostile: writePage('hostile', hostile),
    broken: writePage('broken', shop.replace('{ name: stock, port: 9000 }', '{ name: stock, port: 9001 }').replace('name: staff-only }', 'name: nobody }')),
    pair: writePage('pair', `${shop}\n---\n${fleet(3)}`),
  };
}

const folder = mkdtempSync(join(tmpdir(), 'report-'));

function writePage(name: string, text: string): WrittenPage {
  const files = [{ path: 'k8s/shop.yaml', text }];
  const run = compile(files, { defaultTargetType: 'ip' });
  const { gateways } = compile(files, { defaultTargetType: 'ip', compaction: false });
  const assets = readPageAssets();
  if (typeof assets === 'string') throw new Error(assets);
  const file = join(folder, `${name}.html`);
  writeFileSync(file, renderHtmlReport(reportOf(run, { uncompacted: gateways }), { ...assets, plans: run.gateways }));
  return { name, file, gateways: run.gateways };
}
