/** GW3xxx: what an Application Load Balancer cannot do, and its fixed limits. */
export * from './filters';
export * from './matches';
export * from './rule-actions';
