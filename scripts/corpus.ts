import { parseArgs } from 'node:util';
import { halves } from './corpus/halves.ts';
import { beyondLimits, measure, type Row, rateOf } from './corpus/measure.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    half: { type: 'string' },
    examples: { type: 'boolean', default: false },
  },
});

const COUNTS = { valuesPerCell: 4, linesPerFormat: 7_500, lureTries: 50 };
const EXAMPLE_CHARACTERS = 600;

const percent = (row: Row): string => `${((100 * row.failed) / row.tried).toFixed(2).padStart(7)} %`;

function print(title: string, rows: readonly Row[]): void {
  const failed = rows.filter((row) => row.failed > 0);
  const tried = rows.reduce((sum, row) => sum + row.tried, 0);
  console.log(
    `  ${title}: ${rows.length} kinds, ${tried} tried, ${(100 * rateOf(rows)).toFixed(3)} % failed`,
  );
  for (const row of failed.toSorted((a, b) => b.failed / b.tried - a.failed / a.tried)) {
    console.log(`    ${percent(row)}  ${row.failed}/${row.tried}  ${row.what}`);
    if (values.examples)
      console.log(`               ${JSON.stringify(row.example?.slice(0, EXAMPLE_CHARACTERS))}`);
  }
}

const wrong = halves
  .filter(({ half }) => values.half === undefined || half === values.half)
  .flatMap((half) => {
    const measured = measure(half, COUNTS, Number(values.seed));
    console.log(`${half.half}:`);
    print('secrets that stayed, by group', Object.values(measured.groups));
    print('secrets that stayed, by kind', measured.kinds);
    print('secrets that stayed, by carrier', measured.carriers);
    print('ordinary lines lost', measured.formats);
    print('lures lost', measured.lures);
    return beyondLimits(measured).map((line) => `${half.half}: ${line}`);
  });
for (const line of wrong) console.log(`above the limit: ${line}`);
process.exitCode = wrong.length === 0 ? 0 : 1;
