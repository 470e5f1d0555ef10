/** What parsing hostile bytes gives; undefined when the parser objects to them. */
export async function attempt<T>(parse: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await parse();
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
