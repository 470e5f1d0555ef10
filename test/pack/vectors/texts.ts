import { tamperings } from '../tampering/all.ts';
import { makers, type Tampering } from '../tampering/tampering.ts';
import { type Expected, JUDGED_AT } from './expected.ts';

export const expectedText = (vectors: readonly Expected[]): string =>
  `${JSON.stringify({ packFormat: 1, judgedAt: JUDGED_AT, vectors }, null, 2)}\n`;

const INTRODUCTION = `# Tampering
What somebody could do to a pack, who could, and what \`rca verify\` says. The bad packs themselves are test vectors
(test/vectors/bad). This page is written by \`node scripts/vectors.ts\` from running \`rca verify\` on them; a test keeps
it current.

`;

/** docs/tampering.md. */
export function tamperingPage(vectors: readonly Expected[]): string {
  const byFile = new Map(vectors.map((vector) => [vector.file, vector]));
  const cases = Object.values(tamperings).flat();
  const found = cases.filter((one) => one.shownBy === undefined);
  const summary =
    `${found.length} are found. ${cases.length - found.length} are not, and stand at the end: an unsealed pack agrees with itself and` +
    ' shows nothing about who made it.\n\nWho could do it: ';
  const who = Object.entries(makers).map(([name, words]) => `**${name}**, ${words}`);
  const sections = Object.entries(tamperings).map(
    ([title, list]) =>
      `## ${title}\n| change | by | to | what finds it | what is said |\n|---|---|---|---|---|\n` +
      list
        .filter((one) => one.shownBy === undefined)
        .map((one) => rowOf(one, byFile))
        .join(''),
  );
  const unfound =
    '## Not found by the pack alone\n| change | by | to | what shows it |\n|---|---|---|---|\n' +
    cases
      .flatMap((row) =>
        row.shownBy === undefined
          ? []
          : [`| ${cell(row.change)} | ${row.by} | ${toOf(row)} | ${cell(row.shownBy)} |\n`],
      )
      .join('');
  return `${INTRODUCTION}${summary}${who.join('; ')}.\n\n${[...sections, unfound].join('\n')}`;
}

/** Which pack, and what the verifier is given. */
const toOf = ({ of, asked, checkpointOf }: Tampering): string =>
  `${of}${asked === true ? ', `--key` and `--ca` given' : ''}${checkpointOf === undefined ? '' : ', `--checkpoint` given'}`;

function rowOf(row: Tampering, byFile: ReadonlyMap<string, Expected>): string {
  const { id, change, by } = row;
  const failing = Object.entries(byFile.get(`bad/${id}.pdf`)?.failing ?? {});
  const checks = failing.map(([check]) => `\`${check}\``).join('<br>');
  const said = failing.map(([, detail]) => cell(detail)).join('<br>');
  return `| ${cell(change)} | ${by} | ${toOf(row)} | ${checks} | ${said} |\n`;
}

const SHOWN_CHARS = 160;

const cell = (words: string): string => {
  const short = words.length > SHOWN_CHARS ? `${words.slice(0, SHOWN_CHARS)}…` : words;
  return short
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .replaceAll(/\[(?!\])/g, '\\[');
};
