import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Episode } from '../../src/domain/understanding.ts';
import { affectedServices } from '../../src/indicators/services.ts';

const episode = (
  service: string | null,
  widths: number,
  from: string,
  more: Partial<Episode> = {},
): Episode => ({
  indicator: 'latency_p95',
  role: 'latency',
  labels: service === null ? {} : { service },
  crossing: 'baseline',
  from,
  to: null,
  worst: 2,
  worstAt: from,
  baseline: 1,
  widths,
  certaintyMs: 60_000,
  evidence: [`E-${service}`],
  ...more,
});

const at = (minute: number): string => `2026-01-27T10:${String(minute).padStart(2, '0')}:00.000Z`;

test('the service that was farthest out comes first, with its earliest time and all its evidence', () => {
  const services = affectedServices([
    episode('carts', 2, at(0)),
    episode('orders', 3, at(4)),
    episode('orders', 9, at(6), { evidence: ['E-more'] }),
    episode('orders', 1, at(2), { indicator: 'cpu' }),
  ]);
  assert.deepEqual(services, [
    { service: 'orders', widths: 9, from: at(2), evidence: ['E-more', 'E-orders'] },
    { service: 'carts', widths: 2, from: at(0), evidence: ['E-carts'] },
  ]);
});

test('of two that are as far out the earlier comes first', () => {
  const services = affectedServices([episode('late', 2, at(5)), episode('early', 2, at(1))]);
  assert.deepEqual(
    services.map(({ service }) => service),
    ['early', 'late'],
  );
});

test('what names no service, and an objective that was missed, say nothing of where', () => {
  assert.deepEqual(
    affectedServices([episode(null, 5, at(0)), episode('orders', 5, at(0), { crossing: 'objective' })]),
    [],
  );
});
