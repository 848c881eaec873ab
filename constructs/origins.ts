import { Stack } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import { originMetadata, writeOriginNote } from '../lib/index';
import type { OriginNote } from '../lib/index';

/**
 * Notes in the metadata of the cloud assembly what a resource comes from, so that a review of a synthesised template can
 * name routes and Services. The template stays as it is.
 */
export function noteOrigin(resource: CfnResource, note: OriginNote): void {
  resource.node.addMetadata(originMetadata, writeOriginNote(note, Stack.of(resource).templateFile));
}
