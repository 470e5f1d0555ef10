import type { Verb } from './command.ts';
import { slackVerbs } from './verbs/registry.ts';
import type { Usage } from './verbs/verb.ts';

const helpUsage: Usage = {
  line: 'help [verb]',
  does: 'this text, or one command in detail.',
  example: '/rca help start',
};

const usageOf = (verb: Verb): Usage => (verb === 'help' ? helpUsage : slackVerbs[verb].usage);

/** For mrkdwn: fixed text of ours, nothing of foreign origin. */
export function helpText(about: Verb | null): string {
  if (about === null) {
    const usages = [...Object.values(slackVerbs).map(({ usage }) => usage), helpUsage];
    const lines = usages.map(({ line }) => `• \`/rca ${line}\``);
    return [...lines, 'More on one of them: `/rca help start`'].join('\n');
  }
  const { line, does, example } = usageOf(about);
  return `\`/rca ${line}\` ${does}\nExample: \`${example}\``;
}
