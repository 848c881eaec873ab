/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testTimeout: 30_000,
  globalSetup: '<rootDir>/scripts/jest-global-setup.ts',
  modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/', 'cdk\\.out'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
};
