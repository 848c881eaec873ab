/** Messages of status conditions that no diagnostic stands behind: everything is in order, or follows from another condition. */

export const ACCEPTED = 'accepted';
export const REFERENCES_RESOLVED = 'all references are resolved';
export const PROGRAMMED = 'part of the synthesised load balancer';
export const NO_CONFLICTS = 'no other listener claims the same traffic';
export const NOT_ATTACHED_YET = 'the listener it names cannot be read';

export const classNotAccepted = (name: string): string => `GatewayClass ${name} is not accepted`;
export const parentNotAccepted = (parent: string): string => `${parent} is not accepted`;
export const listenersNotValid = (names: readonly string[]): string => `listeners that cannot be used: ${names.join(', ')}`;
export const listenersNotResolved = (names: readonly string[]): string => `listeners with unresolved references: ${names.join(', ')}`;

/** The specification asks for this beginning where invalid rules of a route are left out and the others served. */
export const droppedRules = (problems: string): string => `Dropped Rule: ${problems}`;
