import cdk from 'eslint-cdk-plugin';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const cdkPackages = ['aws-cdk-lib', 'cdk8s', 'cdk8s-plus-28', 'constructs'];

// The whole import table is in test/architecture.test.ts; here are the parts that an editor should underline at once.
const lib = {
  patterns: [{ group: cdkPackages.flatMap((name) => [name, `${name}/*`]), message: 'lib/ is pure: it knows no CDK and no cdk8s.' }],
};
const onlyTheDoor = {
  patterns: [{ regex: '^\\.+/(?:.*/)?lib/(?!(?:index|compiler)(\\.js)?$)', message: 'lib/index.ts and lib/compiler.ts are the only doors into lib/.' }],
};

export default defineConfig(
  globalIgnores(['build/', 'dist/', 'coverage/', 'docs/.vitepress/theme/', '**/cdk.out/', '**/node_modules/']),
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'eqeqeq': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'max-lines': ['error', { max: 500 }],
    },
  },
  {
    files: ['**/*.ts', '**/*.mts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: ['./tsconfig.test.json', './page/tsconfig.json', './test/page/tsconfig.json'], tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }], // a name for an inferred type
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['lib/**/*.ts', 'constructs/**/*.ts', 'bin/**/*.ts', 'page/**/*.ts'],
    rules: {
      'complexity': ['error', 15],
      'max-depth': ['error', 4],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 5],
    },
  },
  {
    files: ['lib/**/*.ts', 'constructs/**/*.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['lib/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', lib] },
  },
  {
    files: ['bin/**/*.ts', 'constructs/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', onlyTheDoor] },
  },
  {
    files: ['constructs/**/*.ts'],
    plugins: cdk.configs.recommended.plugins,
    rules: {
      ...cdk.configs.recommended.rules,
      'cdk/no-mutable-property-of-props-interface': 'error',
      'cdk/no-mutable-public-property-of-construct': 'error',
      'cdk/no-variable-construct-id': 'off', // ids come from the manifests: what a rule or a target group is
      'cdk/require-passing-this': 'off', // resources are made by functions that take a scope
      'cdk/require-jsdoc': 'error',
      'cdk/require-props-default-doc': 'error',
    },
  },
  {
    // A golden, a template or a parsed document is untyped by nature; the assertions are its check.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
