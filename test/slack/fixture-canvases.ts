/** A canvas as the workspace holds it. */
export interface FixtureCanvas {
  readonly id: string;
  readonly channelId: string;
  readonly title: string;
  markdown: string;
  lastEditor: string;
}

const MARKDOWN_CHARS_MAX = 1_048_576;
const OPERATIONS = new Set([
  'insert_after',
  'insert_before',
  'insert_at_start',
  'insert_at_end',
  'replace',
  'delete',
  'rename',
]);

type Answer = { readonly ok: boolean } & Record<string, unknown>;

const refuse = (error: string, more: Record<string, unknown> = {}): Answer => ({ ok: false, error, ...more });

/**
 * Canvases of channels, which emulate lacks: https://docs.slack.dev/reference/methods/conversations.canvases.create,
 * https://docs.slack.dev/reference/methods/canvases.edit (one operation a call; `replace` without a section replaces all),
 * and what https://docs.slack.dev/reference/methods/files.info tells of one, as in FilesInfoResponse of @slack/web-api.
 */
export function fixtureCanvases(scopes: readonly string[], app: string) {
  const canvases: FixtureCanvas[] = [];
  const create = (given: URLSearchParams): Answer => {
    const channelId = given.get('channel_id') ?? '';
    if (channelId === '') return refuse('invalid_arguments');
    if (canvases.some((each) => each.channelId === channelId)) return refuse('channel_canvas_already_exists');
    const markdown = markdownOf(JSON.parse(given.get('document_content') ?? '{}'));
    if (markdown === null) return refuse('invalid_arguments');
    const canvas = {
      id: `FCANVAS${canvases.length + 1}`,
      channelId,
      title: given.get('title') ?? '',
      markdown,
      lastEditor: app,
    };
    canvases.push(canvas);
    return { ok: true, canvas_id: canvas.id };
  };
  const edit = (given: URLSearchParams): Answer => {
    const canvas = canvases.find(({ id }) => id === given.get('canvas_id'));
    if (!canvas) return refuse('canvas_not_found');
    const changes: unknown = JSON.parse(given.get('changes') ?? '[]');
    const [change, ...more] = Array.isArray(changes) ? changes : [];
    if (change === undefined || more.length > 0 || !OPERATIONS.has(change.operation)) {
      return refuse('invalid_arguments');
    }
    const markdown = markdownOf(change.document_content);
    if (change.operation !== 'replace' || change.section_id !== undefined || markdown === null) {
      return refuse('canvas_editing_failed');
    }
    Object.assign(canvas, { markdown, lastEditor: app });
    return { ok: true };
  };
  return {
    canvases,
    /** Undefined for methods and files of others. */
    answer(method: string, given: URLSearchParams): Answer | undefined {
      if (method === 'files.info') {
        const canvas = canvases.find(({ id }) => id === given.get('file'));
        return canvas && { ok: true, file: fileOf(canvas) };
      }
      if (method !== 'conversations.canvases.create' && method !== 'canvases.edit') return undefined;
      if (!scopes.includes('canvases:write')) {
        return refuse('missing_scope', { needed: 'canvases:write', provided: scopes.join(',') });
      }
      return method === 'canvases.edit' ? edit(given) : create(given);
    },
  };
}

function markdownOf(
  content: { readonly type?: unknown; readonly markdown?: unknown } | undefined,
): string | null {
  const markdown = content?.type === 'markdown' ? content.markdown : null;
  return typeof markdown === 'string' && markdown.length <= MARKDOWN_CHARS_MAX ? markdown : null;
}

const fileOf = ({ id, title, lastEditor }: FixtureCanvas) => ({
  id,
  title,
  mode: 'quip',
  filetype: 'quip',
  pretty_type: 'Canvas',
  last_editor: lastEditor,
  permalink: `https://fixture.slack.com/docs/T000000001/${id}`,
});
