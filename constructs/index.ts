export type { ClusterWeightOptions } from './cluster-weights';
export * from './gateway-alb';
export * from './gateway-alb-props';
export * from './gateway-diagnostic';
export * from './gateway-manifests';
export * from './priorities';
export * from './route-tests';
export * from './target-bindings';
export * from './testing';
