import { openAt } from '../helpers/stores.ts';
import { act, gapDraft, incidentDraft, itemDraft, noteDraft } from './samples.ts';

/** Writes to one incident without end, and prints each thing that the store has acknowledged. */
const [place = '', key = ''] = process.argv.slice(2);
const { store } = await openAt({ ...JSON.parse(place), remove: async () => undefined });
const { id: incident } = await store.startIncident(incidentDraft(), act, 'the incident');
for (let step = 0; ; step += 1) {
  const note = await store.writeNote(incident, noteDraft(`${key} ${step}`), act, `${key} ${step}`);
  process.stdout.write(`${note.id}\n`);
  const gaps = [gapDraft(`${key} ${step}`)];
  const { stored } = await store.addItem(incident, itemDraft(`${key} ${step}`), gaps, act);
  process.stdout.write(`${stored.item.id}\n`);
}
