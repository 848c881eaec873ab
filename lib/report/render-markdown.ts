import type { BudgetEntry } from './budget';
import { countFindings, groupFindings, plural } from './finding-groups';
import type { Finding, StatusRow } from './findings';
import type { ListenerReport, RuleReport } from './listener-report';
import { code, folded, plain, table } from './markdown';
import type { GatewayReport, Report } from './report';
import { placeText, sayCompaction, sayDeeds, sayEvaluations, sayOriginPart } from './report-words';
import type { TargetGroupReport } from './target-report';

/** A report as GitHub-flavoured Markdown, such as for a wiki page or the summary of a CI job. */
export function renderMarkdownReport(report: Report): string {
  const errors = [report, ...report.gateways].flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error'));
  const alert = `**Not to be deployed: ${plural(errors.length, 'error')} in what was read.** The rest shows what could be understood of it.`;
  const parts = [...(errors.length > 0 ? [alert] : []), ...report.gateways.flatMap(gatewayPart)];
  if (report.gateways.length === 0) parts.push('# Report', 'No Gateway was found.');
  if (report.findings.length > 0) parts.push('## Found elsewhere', findingsPart(report.findings));
  return `${parts.join('\n\n')}\n`;
}

function gatewayPart(gateway: GatewayReport): readonly string[] {
  return [
    `# Gateway ${plain(gateway.name)}`,
    table(['', ''], gateway.facts.map(({ label, value }) => [label, plain(value)])),
    '## Budget',
    budgetPart(gateway),
    ...gateway.listeners.flatMap(listenerPart),
    '## Target groups',
    targetGroupPart(gateway.targetGroups),
    ...statusPart(gateway.status),
    ...(gateway.findings.length > 0 ? ['## Findings', findingsPart(gateway.findings)] : []),
    ...(gateway.attributes.length > 0 ? [attributesPart(gateway)] : []),
  ];
}

function budgetPart({ budget, compaction, evaluations }: GatewayReport): string {
  const sentences = [...(compaction ? [sayCompaction(compaction)] : []), ...evaluations.map(sayEvaluations)];
  return [table(['Quota', 'Used', 'Allowed'], budget.map(budgetRow)), sentences.map((sentence) => `- ${sentence}`).join('\n')].join('\n\n');
}

function budgetRow({ name, used, allowed, adjustable }: BudgetEntry): readonly string[] {
  return [name, used > allowed ? `**${used}**` : String(used), `${allowed}${adjustable ? ', AWS raises it' : ''}`];
}

function listenerPart(listener: ListenerReport): readonly string[] {
  const { port, protocol, certificates, tlsPolicy, mutualTls, attributes, otherwise, rules } = listener;
  const facts = [
    ...certificates.map((certificate, index) => `${index === 0 ? 'default certificate' : 'certificate'}: ${plain(certificate)}`),
    ...(tlsPolicy === undefined ? [] : [`TLS policy: ${plain(tlsPolicy)}`]),
    ...(mutualTls === undefined ? [] : [`mutual TLS: ${plain(mutualTls)}`]),
    ...attributes.map(({ key, value }) => `${code(key)}: ${code(value)}`),
    `what no rule takes: answer ${plain(otherwise)}`,
  ];
  const list = facts.map((fact) => `- ${fact}`).join('\n');
  const heading = `## Listener ${port} (${protocol}), ${plural(rules.length, 'rule')}`;
  return rules.length === 0 ? [heading, list] : [heading, list, table(['#', 'Priority', 'Request', 'What happens', 'Comes from'], rules.map(ruleRow))];
}

function ruleRow({ position, priority, matches, origin, ...rule }: RuleReport): readonly string[] {
  const { subject, place } = origin;
  const part = sayOriginPart(origin);
  return [
    String(position),
    String(priority),
    matches.map(({ part: what, is }) => `${plain(what)} ${code(is)}`).join('<br>'),
    sayDeeds({ position, priority, matches, origin, ...rule }).map(plain).join('<br>'),
    [plain(subject), ...(part === '' ? [] : [plain(part)]), ...(place ? [code(placeText(place))] : []), ...rule.findings.map((found) => `**${found}**`)].join('<br>'),
  ];
}

function targetGroupPart(groups: readonly TargetGroupReport[]): string {
  if (groups.length === 0) return 'None.';
  return table(
    ['Serves', 'Name', 'Targets', 'Health check', 'Rules'],
    groups.map(({ service, name, id, targets, healthCheck, rules, cold, existing }) => [
      plain(service),
      code(name ?? id),
      existing ? 'exists already' : plain(targets),
      plain(healthCheck ?? ''),
      cold ? `${rules}, no requests` : String(rules),
    ]),
  );
}

function statusPart(status: readonly StatusRow[]): readonly string[] {
  if (status.length === 0) return [];
  const rows = (some: readonly StatusRow[]): string =>
    table(['Object', 'Condition', 'Reason', 'Message'], some.map(({ subject, type, status: value, reason, message }) =>
      [plain(subject), `${type}=${value}`, reason, plain(message)]));
  const bad = status.filter(({ good }) => !good);
  const good = status.filter((row) => row.good);
  return [
    '## Status conditions',
    bad.length === 0 ? `All ${status.length} are as they should be.` : rows(bad),
    ...(good.length > 0 ? [folded(`${plural(good.length, 'condition')} as they should be`, rows(good))] : []),
  ];
}

function findingsPart(findings: readonly Finding[]): string {
  const shown = findings.filter(({ severity }) => severity !== 'note');
  const notes = findings.filter(({ severity }) => severity === 'note');
  return [
    ...(shown.length > 0 ? [findingList(shown)] : []),
    ...(notes.length > 0 ? [folded(`${countFindings(notes)}: ignored fields and deliberate differences`, findingList(notes))] : []),
  ].join('\n\n');
}

function findingList(findings: readonly Finding[]): string {
  return groupFindings(findings).flatMap((group) => [
    `- **${group.severity} ${group.code}** (${group.name})`,
    ...group.findings.map(({ message, place, fix }) => {
      const where = place ? `${code(placeText(place))} ` : '';
      return `  - ${where}${plain(message)}${fix === undefined ? '' : `. ${plain(fix)}`}`;
    }),
  ]).join('\n');
}

function attributesPart({ attributes }: GatewayReport): string {
  return folded('Attributes of the load balancer', table(['Attribute', 'Value'], attributes.map(({ key, value }) => [code(key), code(value)])));
}
