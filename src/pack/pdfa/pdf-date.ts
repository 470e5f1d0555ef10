/** A date string of PDF (ISO 32000-1, 7.9.4), whole seconds, UTC. */
export const pdfDate = (iso: string): string =>
  `D:${new Date(iso).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
