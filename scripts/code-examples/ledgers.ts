/** GW57xx: priority ledgers that cannot be read, and numbers that run out. */
import { compile, DiagnosticSink, emptyLedger, readLedger, recordPriorities, type CompileOptions } from '../../lib/index';
import { coffeeShop } from '../../test/support/manifests';
import { demonstrate, type Demonstration, type Demonstrations } from './demonstration';

const path = 'gateway-alb.priorities.json';
const manifests = [{ path: 'k8s/routes.yaml', text: coffeeShop }];
const synth = 'npx cdk synth';

function ledger(text: string): () => Demonstration {
  return () => {
    const sink = new DiagnosticSink();
    readLedger(text.trimStart(), path, sink);
    return demonstrate([{ path, text: text.trimStart() }], sink.diagnostics, synth);
  };
}

function numbered(command: string, options: () => CompileOptions): () => Demonstration {
  return () => demonstrate(manifests, compile(manifests, { defaultTargetType: 'ip', ...options() }).diagnostics, command);
}

/** As git leaves it when two branches added a line. */
const merged = (ours: string, theirs: string): string => `
{
  "version": 1,
  "priorities": {
<<<<<<< HEAD
    ${ours}
=======
    ${theirs}
>>>>>>> tea
  }
}
`;

export const ledgerExamples: Demonstrations = {
  GW5701: ledger('{ "version": 1, "priorities":'),
  GW5702: ledger('{ "version": 2, "priorities": {} }'),
  GW5703: ledger(`
{
  "version": 1,
  "priorities": {
    "infra/web": "shop-cafe-1a2b3c4d"
  }
}
`),
  GW5704: ledger(merged('"infra/web:443 22400": "shop-coffee-1a2b3c4d"', '"infra/web:443 22600": "shop-tea-5e6f7a8b"')),
  GW5705: ledger(merged('"infra/web:443 22400": "shop-coffee-1a2b3c4d"', '"infra/web:443 22400": "shop-tea-5e6f7a8b"')),
  GW5706: numbered(`${synth}   # every number up to 45000 has had an owner`, () => {
    const numbers = Object.fromEntries(Array.from({ length: 45_000 }, (_, index) => [index + 1, { owners: ['gone'], moved: false }]));
    return { ledger: { version: 1, listeners: { 'infra/web:80': numbers } } };
  }),
  GW5708: numbered('gateway-alb priorities check k8s --rule-stacks 1   # the ledger was written without --rule-stacks', () => {
    const [{ plan }] = compile(manifests, { defaultTargetType: 'ip', ledger: emptyLedger }).gateways;
    return { ledger: recordPriorities(undefined, plan), ruleStacks: 1 };
  }),
};
