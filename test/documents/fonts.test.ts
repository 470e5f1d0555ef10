import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadFonts } from '../../src/documents/fonts/fonts.ts';

const fonts = await loadFonts();
const families = (css: string) => [...css.matchAll(/font-family:"([^"]+)"/g)].map((match) => match[1]);

test('plain English embeds the Latin faces alone, once each', () => {
  const css = fonts.facesFor('<p>The quick brown fox, 100 %</p>');
  assert.deepEqual(families(css), ['IBM Plex Sans', 'IBM Plex Sans', 'IBM Plex Mono']);
  assert.ok(css.length < 120_000, `${css.length} characters of CSS`);
});

test('other scripts embed only the subset that draws them', () => {
  const css = fonts.facesFor('漢字');
  assert.deepEqual(new Set(families(css)), new Set(['Noto Sans JP']));
  assert.ok(css.length < 200_000);
  assert.ok(families(fonts.facesFor('🔥')).includes('Noto Emoji'));
  assert.ok(families(fonts.facesFor('⟦')).includes('Rca Brackets'));
});

test('each character that a face is for is drawn by one subset of its family and weight', () => {
  const css = fonts.facesFor('abc ÄÖÜ ĀŁ приёмник Ελλάδα');
  const seen = new Set<string>();
  for (const [, family, weight, ranges = ''] of css.matchAll(
    /font-family:"([^"]+)".*?font-weight:([^;]+);.*?unicode-range:([^}]+)\}/g,
  )) {
    for (const range of ranges.split(',')) {
      const [first = 0, last = first] = range
        .slice(2)
        .split('-')
        .map((hex) => Number.parseInt(hex, 16));
      for (let point = first; point <= last; point++) {
        const key = `${family} ${weight} ${point}`;
        assert.ok(!seen.has(key), key);
        seen.add(key);
      }
    }
  }
  assert.ok(seen.size > 40);
});

test('a character that no embedded font can draw is named, all others stay', () => {
  assert.equal(fonts.drawable('Größe 漢字 🔥 приём ≥ ⟦U+202E⟧'), 'Größe 漢字 🔥 приём ≥ ⟦U+202E⟧');
  assert.equal(fonts.drawable('م'), '⟦U+0645⟧');
});
