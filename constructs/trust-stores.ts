import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aws_elasticloadbalancingv2 as elbv2, aws_s3_assets as s3Assets } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { LoadBalancerPlan } from '../lib/index';

/**
 * Trust stores for the CA certificates of ConfigMaps. A trust store reads its bundle from S3, so the bundle becomes an
 * asset of the app.
 *
 * @returns ARN by id of the plan
 */
export function addTrustStores(scope: Construct, plan: LoadBalancerPlan): ReadonlyMap<string, string> {
  return new Map(
    plan.trustStores.map(({ id, bundle }) => {
      const asset = new s3Assets.Asset(scope, `CaBundle-${id}`, { path: bundleFile(bundle) });
      const trustStore = new elbv2.CfnTrustStore(scope, `TrustStore-${id}`, {
        caCertificatesBundleS3Bucket: asset.s3BucketName,
        caCertificatesBundleS3Key: asset.s3ObjectKey,
      });
      return [id, trustStore.attrTrustStoreArn];
    }),
  );
}

/** Assets are made from files; the file's content alone decides the asset's hash. */
function bundleFile(bundle: string): string {
  const name = `${createHash('sha256').update(bundle).digest('hex').slice(0, 16)}.pem`;
  const path = join(mkdtempSync(join(tmpdir(), 'gateway-alb-')), name);
  writeFileSync(path, bundle);
  return path;
}
