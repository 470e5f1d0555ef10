import './jitless.ts';
import { messageOf, RcaError, userError } from '../domain/errors.ts';
import { oneLine } from '../domain/visible.ts';
import { checkPack } from '../pack/check-pack.ts';
import { type SignerRule, signerNamed } from '../pack/seal/signer-rules.ts';
import { byId, element } from './elements.ts';
import { besideAmong, type HandedFiles, readingFrom, take } from './handed-files.ts';
import { reportView } from './report-view.ts';

const NAME_CHARACTERS_MAX = 120;

const handed: HandedFiles = { beside: new Map(), signers: new Map(), checkpoints: new Map() };
const verdict = byId('verdict-place', HTMLElement);
const result = byId('result', HTMLElement);
const status = byId('status', HTMLElement);
const progress = byId('progress', HTMLProgressElement);
const drop = byId('drop', HTMLElement);
let turn = 0;

const signer = byId('signer', HTMLInputElement);
signer.addEventListener('change', () => void takeIn([]));
for (const input of document.querySelectorAll<HTMLInputElement>('input[type=file]')) {
  input.addEventListener('change', () => void takeIn(input.files ?? []));
}
document.addEventListener('dragover', (event) => {
  event.preventDefault();
  drop.classList.add('over');
});
document.addEventListener('dragleave', () => drop.classList.remove('over'));
document.addEventListener('drop', (event) => {
  event.preventDefault();
  drop.classList.remove('over');
  void takeIn(event.dataTransfer?.files ?? []);
});

async function takeIn(files: Iterable<File>): Promise<void> {
  try {
    const unknown = await take(files, handed);
    tellHanded();
    if (unknown.length > 0) {
      const names = unknown.map((name) => oneLine(name, NAME_CHARACTERS_MAX)).join(', ');
      tellTrouble(
        `This is neither a pack nor a key nor a certificate nor a checkpoint nor a policy for signers: ${names}`,
      );
    } else if (handed.pack === undefined) status.textContent = 'Now give the pack.';
    else await verify(handed.pack);
  } catch (error) {
    tellTrouble(inWords(error));
  }
}

/** A later pack or key takes over: what an earlier one gives is dropped. */
async function verify(pack: File): Promise<void> {
  turn += 1;
  const mine = turn;
  let readBytes = 0;
  verdict.replaceChildren();
  result.replaceChildren();
  drop.classList.remove('trouble');
  progress.hidden = false;
  status.textContent = `Checking ${oneLine(pack.name, NAME_CHARACTERS_MAX)} …`;
  const file = readingFrom(pack, (bytes) => {
    readBytes += bytes;
    if (mine === turn) progress.value = Math.min(1, readBytes / pack.size);
  });
  try {
    const source = { file, sizeBytes: pack.size, name: pack.name, beside: besideAmong(handed.beside) };
    const checked = await checkPack(source, {
      key: handed.key?.pem ?? null,
      ca: handed.ca?.pem ?? null,
      signers: [...typedSigners(), ...[...handed.signers.values()].flat()],
      checkpoints: [...handed.checkpoints.values()],
    });
    if (mine !== turn) return;
    const [first, ...rest] = reportView(checked, pack.name);
    verdict.replaceChildren(first);
    result.replaceChildren(...rest);
    status.textContent = checked.report.intact
      ? 'Done: the pack is intact.'
      : 'Done: the pack is not intact.';
    byId('verdict', HTMLElement).focus();
  } catch (error) {
    if (mine === turn) tellTrouble(inWords(error));
  } finally {
    if (mine === turn) progress.hidden = true;
  }
}

/** What is in the field; throws where it names nobody. */
function typedSigners(): readonly SignerRule[] {
  const value = signer.value.trim();
  if (value === '') return [];
  const named = signerNamed(value);
  if (named !== undefined) return [named];
  throw userError({
    code: 'SIGNER_UNREADABLE',
    message: 'what is in the field for the signer is neither a SHA-256 fingerprint nor a subject',
    mend: 'write 64 hexadecimal digits, or a subject such as CN=Evidence packs,O=Example',
  });
}

function tellHanded(): void {
  const named = [
    ['the pack', handed.pack?.name],
    ['public key', handed.key?.name],
    ['root certificates', handed.ca?.name],
    ['signers', handed.signers.size === 0 ? undefined : [...handed.signers.keys()].join(', ')],
    ['checkpoints', handed.checkpoints.size === 0 ? undefined : [...handed.checkpoints.keys()].join(', ')],
    ['files beside the pack', handed.beside.size === 0 ? undefined : String(handed.beside.size)],
  ] as const;
  const given = named.flatMap(([what, name]) =>
    name === undefined ? [] : [element('li', {}, `${what}: ${oneLine(name, NAME_CHARACTERS_MAX)}`)],
  );
  byId('handed', HTMLElement).replaceChildren(...given);
}

function tellTrouble(text: string): void {
  drop.classList.add('trouble');
  status.textContent = text;
}

const inWords = (error: unknown): string =>
  error instanceof RcaError
    ? `Not checked: ${error.message}. To mend it: ${error.mend}.`
    : `Not checked, by a fault of this page: ${oneLine(messageOf(error), NAME_CHARACTERS_MAX)}`;
