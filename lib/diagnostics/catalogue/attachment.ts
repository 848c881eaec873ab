/** GW2xxx: how objects refer to each other. GW20xx to GW21xx here, the rest in the files below. */
export * from './gateways';
export * from './parents';
export * from './listeners';
export * from './listener-tls';
export * from './backends';
export * from './unused';
