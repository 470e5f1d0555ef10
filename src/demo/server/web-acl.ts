import { z } from 'zod';
import type { Recording } from '../recording.ts';
import { parseInput } from './aws-json.ts';
import { callQuota } from './call-quota.ts';
import type { LogEvent } from './log-events.ts';
import type { ServerContext } from './options.ts';
import { sampledRequests } from './sampled-requests.ts';
import { nonexistent } from './service-error.ts';

const webAclSchema = z.looseObject({
  Name: z.string(),
  Id: z.string(),
  Scope: z.enum(['REGIONAL', 'CLOUDFRONT']),
});
const loggingSchema = z.looseObject({ ResourceArn: z.string() });

/**
 * WAFv2: five calls a second for each operation.
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_GetWebACL.html
 */
export function webAcl(waf: Recording['waf'], events: readonly LogEvent[], context: ServerContext) {
  const [scope, , name, id] = waf.webAclArn.split(':').at(-1)?.split('/') ?? [];
  const expectedScope = scope === 'global' ? 'CLOUDFRONT' : 'REGIONAL';
  const limited = (operation: (input: unknown) => unknown) => {
    const takeCall = callQuota(5, context.nowMs);
    return (input: unknown): unknown => {
      takeCall();
      return operation(input);
    };
  };
  return {
    GetWebACL: limited((rawInput) => {
      const input = parseInput(webAclSchema, rawInput, 'WAFInvalidParameterException');
      if (input.Name !== name || input.Id !== id || input.Scope !== expectedScope) throw nonexistent();
      return waf.webAcl;
    }),
    GetLoggingConfiguration: limited((rawInput) => {
      const input = parseInput(loggingSchema, rawInput, 'WAFInvalidParameterException');
      if (input.ResourceArn !== waf.webAclArn || !('LoggingConfiguration' in waf.loggingConfiguration)) {
        throw nonexistent();
      }
      return waf.loggingConfiguration;
    }),
    GetSampledRequests: limited(sampledRequests(waf, events, context)),
  };
}
