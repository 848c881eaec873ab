/** GW0xxx: reading files and YAML. */
import { error } from '../diagnostic';

export const YAML_SYNTAX = error<{ problem: string }>('GW0101', 'source/yaml-syntax', {
  message: ({ problem }) => `not valid YAML: ${problem}`,
  fix: 'correct the YAML at this place; indentation and quotes are the usual suspects',
  cause: 'A file or one of its documents is not well-formed YAML (or JSON).',
});
