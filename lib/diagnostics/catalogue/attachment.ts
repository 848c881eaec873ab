/** GW2xxx: how objects refer to each other and belong together, one file per subject. */
export * from './gateways';
export * from './parents';
export * from './listeners';
export * from './listener-tls';
export * from './backends';
export * from './unused';
