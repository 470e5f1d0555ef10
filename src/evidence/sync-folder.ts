import { open } from 'node:fs/promises';

/** Makes a new name in a folder durable. Windows does so by itself and refuses to open folders. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
