import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRedactor } from '../../../src/collect/redact/redactor.ts';
import { redactJson, settings } from './redactors.ts';

const by = (ipAddresses: 'keep' | 'truncate' | 'pseudonymise') =>
  createRedactor({ ...settings, ipAddresses });

const PAGE = JSON.stringify({
  clientIp: '203.0.113.7',
  client: '2001:db8:1:2::7',
  url: 'http://203.0.113.7:8080/x',
  agent: 'Chrome/120.0.0.0',
  time: '10:00:00',
  version: '1.2.3.4.5',
  email: 'a@example.com',
});

test('addresses stay when the policy says so', () => {
  assert.match(redactJson(PAGE, by('keep')), /"203\.0\.113\.7".*"2001:db8:1:2::7"/);
});

test('truncated addresses keep their network', () => {
  const page = JSON.parse(redactJson(PAGE, by('truncate')));
  assert.equal(page.clientIp, '203.0.113.0');
  assert.equal(page.client, '2001:db8:1::');
  assert.equal(page.url, 'http://203.0.113.0:8080/x');
  assert.match(page.email, /^\[email:/);
});

test('pseudonymised addresses stay the same within the page, and what only looks like one stays', () => {
  const page = JSON.parse(redactJson(PAGE, by('pseudonymise')));
  assert.match(page.clientIp, /^\[ip:[A-Z2-7]{10}\]$/);
  assert.equal(page.url, `http://${page.clientIp}:8080/x`);
  assert.match(page.client, /^\[ip:/);
  assert.equal(page.agent, 'Chrome/120.0.0.0');
  assert.equal(page.time, '10:00:00');
  assert.equal(page.version, '1.2.3.4.5');
});

test('one IPv6 address has one token however it is written', () => {
  const page = JSON.parse(redactJson('{"a":"2001:DB8::1","b":"2001:db8::1"}', by('pseudonymise')));
  assert.equal(page.a, page.b);
});
