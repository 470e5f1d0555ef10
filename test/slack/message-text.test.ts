import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messageText } from '../../src/formats/slack-markup.ts';
import { slackText } from '../../src/slack/escape.ts';

test('markup becomes what people read, people stay accounts', () => {
  const markup =
    '<@U2> see <#C1|search> &amp; <https://x.example/a|the graph>, <!here> <mailto:a@x.example|a@x.example> 5 &lt; 6';
  assert.equal(
    messageText(markup),
    '@U2 see #search & the graph (https://x.example/a), @here a@x.example 5 < 6',
  );
});

test('entities are undone once, and what comes of them fires nothing when it is echoed', () => {
  assert.equal(messageText('&amp;lt;!channel&amp;gt;'), '&lt;!channel&gt;');
  const echoed = slackText(messageText('&lt;!channel&gt; &lt;https://evil.example|Approve&gt; *x*'), 300);
  assert.doesNotMatch(echoed, /<|\*|:\/\//);
});
