import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockKitFaults } from './block-kit.ts';

const message = (blocks: unknown, text = 'text') =>
  blockKitFaults('chat.postMessage', { text, blocks: JSON.stringify(blocks) });
const section = (text: string) => ({ type: 'section', text: { type: 'plain_text', text } });

test('what Slack would refuse, or a screen reader could not read, is found', () => {
  assert.deepEqual(message([section('fine')]), []);
  const faults: readonly (readonly [RegExp, readonly string[]])[] = [
    [/without a text/, message([section('fine')], ' ')],
    [/51 of them/, message(Array.from({ length: 51 }, () => section('x')))],
    [/3001 characters/, message([section('x'.repeat(3_001))])],
    [/is empty/, message([section('')])],
    [/11 fields/, message([{ type: 'section', fields: Array(11).fill({ type: 'mrkdwn', text: 'x' }) }])],
    [/without alt_text/, message([{ type: 'image', image_url: 'https://images.test/1.png' }])],
    [/151 characters/, message([{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }])],
    [/without a description/, blockKitFaults('files.getUploadURLExternal', { filename: 'chart.png' })],
    [
      /title: 25 characters/,
      blockKitFaults('views.open', {
        view: JSON.stringify({
          type: 'modal',
          title: { type: 'plain_text', text: 'x'.repeat(25) },
          blocks: [section('x')],
        }),
      }),
    ],
  ];
  for (const [expected, found] of faults) assert.match(found.join('\n'), expected);
});
