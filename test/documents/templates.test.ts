import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { renderRca } from '../../src/documents/rca.ts';
import { loadTemplates } from '../../src/documents/templates.ts';
import { Markup } from '../../src/documents/text.ts';
import { packView } from '../../src/documents/view/pack.ts';
import { RcaError } from '../../src/domain/errors.ts';
import { demoCaseFile } from '../helpers/case-file.ts';
import { packContext } from '../helpers/pack-context.ts';
import { templates, templatesDir } from '../helpers/templates.ts';

/** A team's folder of overriding templates. */
async function override(context: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'rca-templates-'));
  context.after(() => rm(dir, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  }
  return dir;
}

async function renderWith(
  context: TestContext,
  files: Readonly<Record<string, string>>,
  caseFile = demoCaseFile(),
) {
  const set = await loadTemplates(templatesDir, await override(context, files));
  return renderRca(caseFile, set);
}

const invalid = (where: RegExp, message: RegExp, mend: RegExp) => (error: unknown) => {
  assert.ok(error instanceof RcaError, String(error));
  assert.equal(error.code, 'TEMPLATE_INVALID');
  assert.match(error.where ?? '', where);
  assert.match(error.message, message);
  assert.match(error.mend, mend);
  return true;
};

test('a team replaces one template and keeps the rest', async (context) => {
  const { markdown, html } = await renderWith(context, {
    'rca.md.hbs': 'Ours: {{incident.id}}\n{{> claims claims=summary}}',
  });
  assert.match(markdown, /^Ours: INC-2026-0001\n- Clients probed/);
  assert.equal(html, renderRca(demoCaseFile(), templates).html);
});

test('a team may replace a partial, a style sheet, and add partials of its own', async (context) => {
  const files = {
    'partials/missing.html.hbs': '<p class="house">{{> house}}: {{why}}</p>',
    'partials/house.html.hbs': 'Not yet',
    'styles/document.css': 'p.house { font-weight: 600 }',
  };
  const { html } = await renderWith(context, files, { ...demoCaseFile(), sections: [] });
  assert.match(html, /<p class="house">Not yet: No open action item has been recorded\.<\/p>/);
  assert.match(html, /p\.house \{ font-weight: 600 \}/);
});

test('templates/README.md names every field that a template can use', async () => {
  const readme = await readFile(join(templatesDir, 'README.md'), 'utf8');
  const fields = (value: unknown): string[] => {
    if (Array.isArray(value)) return fields(value[0]);
    if (value === null || typeof value !== 'object' || value instanceof Markup) return [];
    return Object.entries(value).flatMap(([field, member]) => [field, ...fields(member)]);
  };
  for (const field of new Set(fields(packView(demoCaseFile(), packContext())))) {
    assert.match(readme, new RegExp(`\`${field}(?:\\[\\])?\``), field);
  }
});

test('the digest of a set changes with any of its files', async (context) => {
  const changed = await loadTemplates(
    templatesDir,
    await override(context, { 'partials/missing.md.hbs': 'none' }),
  );
  assert.notEqual(changed.sha256, templates.sha256);
  assert.equal((await loadTemplates(templatesDir)).sha256, templates.sha256);
});

test('a field that does not exist is reported with file, line and the fields that do', async (context) => {
  await assert.rejects(
    renderWith(context, { 'rca.md.hbs': 'one\ntwo {{incident.titel}}' }),
    invalid(/rca\.md\.hbs, line 2$/, /no field "titel"/, /title, status/),
  );
});

test('a field of something that does not exist is reported by its path', async (context) => {
  await assert.rejects(
    renderWith(context, { 'rca.md.hbs': 'one\n{{nosuch.titel}}' }),
    invalid(/rca\.md\.hbs, line 2$/, /no field "nosuch\.titel"/, /README/),
  );
  await assert.rejects(
    renderWith(context, { 'rca.md.hbs': 'one\n\nx {{#if (eq a.b "c")}}y{{/if}}' }),
    invalid(/rca\.md\.hbs, line 3$/, /no field "a\.b"/, /README/),
  );
});

test('a mistake inside a partial is reported with the partial, not with the page around it', async (context) => {
  await assert.rejects(
    renderWith(context, { 'partials/refs.html.hbs': '{{#each evidence}}\n\n{{ref}}{{/each}}' }),
    invalid(/partials\/refs\.html\.hbs, line 3$/, /no field "ref"/, /id, href/),
  );
});

test('a syntax error, an unknown helper and an unknown partial are reported with file and line', async (context) => {
  await assert.rejects(
    renderWith(context, { 'rca.md.hbs': 'a\n{{#if incident}}\nb' }),
    invalid(/rca\.md\.hbs, line 3$/, /Expecting|expecting/, /README/),
  );
  await assert.rejects(
    renderWith(context, { 'rca.md.hbs': 'a\n{{shout incident.id}}' }),
    invalid(/rca\.md\.hbs, line 2$/, /shout/, /README/),
  );
  await assert.rejects(
    renderWith(context, { 'rca.md.hbs': 'a\n{{> nowhere}}' }),
    invalid(/rca\.md\.hbs, line 2$/, /nowhere/, /README/),
  );
});

test('a file that replaces nothing is refused with the names that exist', async (context) => {
  const dir = await override(context, { 'rca.mkd.hbs': 'x' });
  await assert.rejects(loadTemplates(templatesDir, dir), (error: unknown) => {
    assert.ok(error instanceof RcaError);
    assert.equal(error.code, 'TEMPLATE_UNKNOWN');
    assert.match(error.where ?? '', /rca\.mkd\.hbs$/);
    assert.match(error.mend, /rca\.md\.hbs/);
    return true;
  });
});

test('a folder that is not there is an error, not an empty set', async () => {
  await assert.rejects(loadTemplates(templatesDir, '/nowhere/at/all'), { code: 'TEMPLATES_UNREADABLE' });
});

test('a template reaches no prototype, no constructor and no raw text', async (context) => {
  for (const path of ['constructor', '__proto__', 'toString', 'incident.constructor']) {
    await assert.rejects(
      renderWith(context, { 'rca.md.hbs': `[{{${path}}}]` }),
      invalid(/rca\.md\.hbs, line 1$/, /no field/, /fields at this place/),
      path,
    );
  }
  for (const path of ['incident.title.constructor', 'incident.title.toString', 'summary.constructor']) {
    const { markdown } = await renderWith(context, { 'rca.md.hbs': `[{{${path}}}]` });
    assert.equal(markdown, '[]', path);
  }
});

test('not even a triple mustache turns evidence into markup', async (context) => {
  const dir = await override(context, {
    'rca.html.hbs': '{{{incident.title}}}{{#with incident}}{{{title}}}{{/with}}',
  });
  const caseFile = demoCaseFile();
  const incident = { ...caseFile.incident, title: '<img src=x>' };
  const { html } = renderRca({ ...caseFile, incident }, await loadTemplates(templatesDir, dir));
  assert.equal(html, '&lt;img src=x&gt;&lt;img src=x&gt;');
});
