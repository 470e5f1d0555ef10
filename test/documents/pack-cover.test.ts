import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderPackHtml } from '../../src/documents/pack.ts';
import { demoCaseFile } from '../helpers/case-file.ts';
import { packContext } from '../helpers/pack-context.ts';
import { templates } from '../helpers/templates.ts';

test('the cover says plainly what a pack is not sealed by', () => {
  const html = (changed: Partial<ReturnType<typeof packContext>>) =>
    renderPackHtml(demoCaseFile(), { ...packContext(), ...changed }, templates);
  const unsealed = html({});
  assert.match(
    unsealed,
    /Not sealed by a certificate, nor by an Ed25519 key, nor by a timestamp authority\./,
  );
  const whole = html({ signer: 'CN=Signer', notSealedBy: [] });
  assert.doesNotMatch(whole, /Not sealed/);
  const untimed = html({ signer: 'CN=Signer', notSealedBy: ['a timestamp authority'] });
  assert.match(untimed, /CN=Signer.*Not sealed by a timestamp authority\./);
});
