import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pressedIn, sentBy } from '../../src/slack/pressed.ts';

const pressed = {
  type: 'block_actions',
  trigger_id: '111.222.xxx',
  user: { id: 'W111', team_id: 'T111' },
  channel: { id: 'C1', name: 'inc' },
};

test('a press where an organisation has the app names no team, and is the organisation’s', () => {
  const body = {
    ...pressed,
    team: null,
    enterprise: { id: 'E111', name: 'Org' },
    is_enterprise_install: true,
  };
  assert.deepEqual(pressedIn(body), {
    triggerId: '111.222.xxx',
    teamId: 'E111',
    channelId: 'C1',
    userId: 'W111',
  });
  assert.equal(sentBy(body, { team_id: null }), 'E111');
});

test('a press in a workspace is the workspace’s, with or without its name', () => {
  assert.equal(pressedIn({ ...pressed, team: { id: 'T1' }, enterprise: null }).teamId, 'T1');
  assert.equal(pressedIn({ ...pressed, team: null }).teamId, 'T111');
  assert.equal(sentBy(pressed, { team_id: 'T1' }), 'T1');
});
