/**
 * Slack's documented limits of what an app sends, checked on every call that any test makes:
 * https://docs.slack.dev/reference/block-kit/blocks, …/block-elements, …/composition-objects,
 * https://docs.slack.dev/reference/views and https://docs.slack.dev/reference/methods/chat.postMessage.
 * Beyond them it asks for what readers need: a text beside blocks, a description of every image.
 */

type Json = Readonly<Record<string, unknown>>;
type Complain = (where: string, what: string) => void;

const MESSAGES = new Set(['chat.postMessage', 'chat.postEphemeral', 'chat.update']);
const VIEWS = new Set(['views.open', 'views.update', 'views.push', 'views.publish']);

/** What is wrong with the arguments of a Web API call; empty when nothing is. */
export function blockKitFaults(method: string, args: Readonly<Record<string, string>>): readonly string[] {
  const faults: string[] = [];
  const complain: Complain = (where, what) => faults.push(`${method} ${where}: ${what}`);
  if (MESSAGES.has(method)) {
    const text = args['text'] ?? '';
    if (text.trim() === '') complain('text', 'blocks without a text for notifications and screen readers');
    if (text.length > 4_000) complain('text', `has ${text.length} characters, at most 4000 are advised`);
    if (args['blocks'] !== undefined) checkBlocks(JSON.parse(args['blocks']), 50, complain);
  }
  if (VIEWS.has(method) && args['view'] !== undefined) checkView(JSON.parse(args['view']), complain);
  if (method === 'files.getUploadURLExternal' && /\.(png|jpe?g|gif)$/i.test(args['filename'] ?? '')) {
    if ((args['alt_txt'] ?? '').trim() === '') complain('alt_txt', 'an image without a description');
    if ((args['alt_txt'] ?? '').length > 1_000) complain('alt_txt', 'longer than 1000 characters');
  }
  return faults;
}

/** What is wrong with the answer to a command: blocks that come in an acknowledgement. */
export function answerFaults(answer: {
  readonly text?: string;
  readonly blocks?: unknown;
}): readonly string[] {
  const faults: string[] = [];
  const complain: Complain = (where, what) => faults.push(`answer ${where}: ${what}`);
  if ((answer.text ?? '').trim() === '') complain('text', 'is empty');
  if (answer.blocks !== undefined) checkBlocks(answer.blocks, 50, complain);
  return faults;
}

function checkView(view: Json, complain: Complain): void {
  if (view['type'] === 'modal') {
    checkText(view['title'], 24, 'title', complain, 'plain_text');
    if (view['submit'] !== undefined) checkText(view['submit'], 24, 'submit', complain, 'plain_text');
    if (view['close'] !== undefined) checkText(view['close'], 24, 'close', complain, 'plain_text');
    const hasInput = list(view['blocks']).some((block) => block['type'] === 'input');
    if (hasInput && view['submit'] === undefined) complain('submit', 'a form with inputs has none');
  } else if (view['type'] !== 'home') complain('type', `is ${String(view['type'])}`);
  checkLength(view['private_metadata'], 3_000, 'private_metadata', complain);
  checkLength(view['callback_id'], 255, 'callback_id', complain);
  checkBlocks(view['blocks'], 100, complain);
}

function checkBlocks(blocks: unknown, max: number, complain: Complain): void {
  const all = list(blocks);
  if (all.length === 0) complain('blocks', 'are empty');
  if (all.length > max) complain('blocks', `${all.length} of them, more than ${max}`);
  const ids = all.flatMap((block) => (typeof block['block_id'] === 'string' ? [block['block_id']] : []));
  if (new Set(ids).size < ids.length) complain('blocks', 'a block_id is there twice');
  for (const [at, block] of all.entries()) checkBlock(block, `blocks[${at}]`, complain);
}

function checkBlock(block: Json, where: string, complain: Complain): void {
  checkLength(block['block_id'], 255, `${where}.block_id`, complain);
  switch (block['type']) {
    case 'header':
      checkText(block['text'], 150, `${where}.text`, complain, 'plain_text');
      break;
    case 'section':
      checkSection(block, where, complain);
      break;
    case 'divider':
      break;
    case 'context':
      checkElements(block, 10, where, complain);
      break;
    case 'actions':
      checkElements(block, 25, where, complain);
      break;
    case 'image':
      checkImage(block, where, complain);
      break;
    case 'input':
      checkText(block['label'], 2_000, `${where}.label`, complain, 'plain_text');
      if (block['hint'] !== undefined)
        checkText(block['hint'], 2_000, `${where}.hint`, complain, 'plain_text');
      checkElement(block['element'] as Json, `${where}.element`, complain);
      break;
    default:
      complain(where, `no rule for a block of type ${String(block['type'])}`);
  }
}

function checkSection(block: Json, where: string, complain: Complain): void {
  const fields = list(block['fields']);
  if (block['text'] === undefined && fields.length === 0) complain(where, 'neither text nor fields');
  if (block['text'] !== undefined) checkText(block['text'], 3_000, `${where}.text`, complain);
  if (fields.length > 10) complain(where, `${fields.length} fields, more than 10`);
  for (const [at, field] of fields.entries()) checkText(field, 2_000, `${where}.fields[${at}]`, complain);
  if (block['accessory'] !== undefined) {
    checkElement(block['accessory'] as Json, `${where}.accessory`, complain);
  }
}

function checkElements(block: Json, max: number, where: string, complain: Complain): void {
  const elements = list(block['elements']);
  if (elements.length === 0) complain(where, 'no elements');
  if (elements.length > max) complain(where, `${elements.length} elements, more than ${max}`);
  const ids = elements.flatMap((element) =>
    typeof element['action_id'] === 'string' ? [element['action_id']] : [],
  );
  if (new Set(ids).size < ids.length) complain(where, 'an action_id is there twice');
  for (const [at, element] of elements.entries()) checkElement(element, `${where}.elements[${at}]`, complain);
}

function checkElement(element: Json, where: string, complain: Complain): void {
  checkLength(element['action_id'], 255, `${where}.action_id`, complain);
  if (element['placeholder'] !== undefined) {
    checkText(element['placeholder'], 150, `${where}.placeholder`, complain, 'plain_text');
  }
  switch (element['type']) {
    case 'mrkdwn':
    case 'plain_text':
      checkText(element, 3_000, where, complain);
      break;
    case 'button':
      checkText(element['text'], 75, `${where}.text`, complain, 'plain_text');
      checkLength(element['accessibility_label'], 75, `${where}.accessibility_label`, complain);
      checkLength(element['value'], 2_000, `${where}.value`, complain);
      if (!['primary', 'danger', undefined].includes(element['style'] as string | undefined))
        complain(where, 'style');
      if (element['confirm'] !== undefined) checkConfirm(element['confirm'] as Json, where, complain);
      break;
    case 'static_select':
      checkOptions(element, 100, where, complain);
      break;
    case 'overflow':
      checkOptions(element, 5, where, complain);
      break;
    case 'plain_text_input': {
      const max = element['max_length'];
      if (max !== undefined && !(typeof max === 'number' && max >= 1 && max <= 3_000))
        complain(where, 'max_length');
      checkLength(element['initial_value'], Number(max ?? 3_000), `${where}.initial_value`, complain);
      break;
    }
    case 'datepicker':
      if (!/^\d{4}-\d{2}-\d{2}$/.test(String(element['initial_date'] ?? '2026-01-01')))
        complain(where, 'initial_date');
      break;
    case 'datetimepicker':
      if (!/^\d{10}$/.test(String(element['initial_date_time'] ?? 1_000_000_000)))
        complain(where, 'initial_date_time');
      break;
    case 'image':
      checkImage(element, where, complain);
      break;
    default:
      complain(where, `no rule for an element of type ${String(element['type'])}`);
  }
}

function checkOptions(element: Json, max: number, where: string, complain: Complain): void {
  const options = list(element['options']);
  if (options.length === 0 || options.length > max) complain(where, `${options.length} options`);
  const initial = element['initial_option'];
  for (const option of [...options, ...(initial === undefined ? [] : [initial as Json])]) {
    checkText(option['text'], 75, `${where}.options`, complain);
    checkLength(option['value'], 150, `${where}.options.value`, complain);
  }
  if (initial !== undefined && !options.some((each) => JSON.stringify(each) === JSON.stringify(initial))) {
    complain(where, 'initial_option is none of the options');
  }
}

function checkConfirm(confirm: Json, where: string, complain: Complain): void {
  checkText(confirm['title'], 100, `${where}.confirm.title`, complain, 'plain_text');
  checkText(confirm['text'], 300, `${where}.confirm.text`, complain);
  checkText(confirm['confirm'], 30, `${where}.confirm.confirm`, complain, 'plain_text');
  checkText(confirm['deny'], 30, `${where}.confirm.deny`, complain, 'plain_text');
}

function checkImage(image: Json, where: string, complain: Complain): void {
  if (String(image['alt_text'] ?? '').trim() === '') complain(where, 'an image without alt_text');
  checkLength(image['alt_text'], 2_000, `${where}.alt_text`, complain);
}

function checkText(
  text: unknown,
  max: number,
  where: string,
  complain: Complain,
  type?: 'plain_text' | 'mrkdwn',
): void {
  const { type: given, text: characters } = (text ?? {}) as { type?: string; text?: string };
  if (given !== 'plain_text' && given !== 'mrkdwn') {
    complain(where, 'is no text object');
    return;
  }
  if (type !== undefined && given !== type) complain(where, `is ${given}, must be ${type}`);
  if ((characters ?? '').length < 1) complain(where, 'is empty');
  checkLength(characters, max, where, complain);
}

function checkLength(value: unknown, max: number, where: string, complain: Complain): void {
  const length = String(value ?? '').length;
  if (length > max) complain(where, `${length} characters, more than ${max}`);
}

const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value : []);
