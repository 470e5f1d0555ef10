import { z } from 'zod';

/** https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html: `webaclId`. */
const ARN = /^arn:aws[\w-]*:wafv2:([a-z0-9-]+):(\d{12}):(regional|global)\/webacl\/([\w-]+)\/([\w-]+)$/;

/** The entry of an `aws.waf` source in `rca.yaml`, less `id` and `type`. */
export const wafSettingsSchema = z
  .strictObject({
    region: z.string().min(1).describe('Region of the log group; us-east-1 for CloudFront'),
    webAcl: z.string().regex(ARN, 'is not the ARN of a WAFv2 web ACL').describe('ARN of the web ACL'),
    logGroup: z
      .string()
      .startsWith('aws-waf-logs-', 'WAF logs only to groups whose name begins with aws-waf-logs-')
      .describe('CloudWatch log group that the web ACL logs to'),
  })
  .refine(({ region, webAcl }) => webAclOf(webAcl).region === region, {
    path: ['region'],
    message: 'is not the Region in the ARN of the web ACL',
  });

export type WafSettings = z.infer<typeof wafSettingsSchema>;

/** The parts of a web ACL's ARN. A global one belongs to CloudFront and is served at us-east-1 alone. */
export interface WebAclName {
  readonly region: string;
  readonly scope: 'CLOUDFRONT' | 'REGIONAL';
  readonly name: string;
  readonly id: string;
}

export function webAclOf(arn: string): WebAclName {
  const [, region = '', , scope, name = '', id = ''] = ARN.exec(arn) ?? [];
  return { region, scope: scope === 'global' ? 'CLOUDFRONT' : 'REGIONAL', name, id };
}
