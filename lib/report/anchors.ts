/** Whose places they are: a Gateway by `namespace/name`. */
interface Named {
  readonly name: string;
}

/** Ids of places in the page. They stay as long as the rule or target group does, so links to them do too. */
export function gatewayAnchor({ name }: Named): string {
  return anchor(name.replace('/', '.'));
}

export function ruleAnchor(gateway: Named, listener: string, rule: string): string {
  return anchor(`${gatewayAnchor(gateway)}.${listener}.${rule}`);
}

export function targetGroupAnchor(gateway: Named, targetGroup: string): string {
  return anchor(`${gatewayAnchor(gateway)}.${targetGroup}`);
}

export function findingAnchor(gateway: Named, code: string): string {
  return anchor(`${gatewayAnchor(gateway)}.${code}`);
}

function anchor(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]/g, '-');
}
