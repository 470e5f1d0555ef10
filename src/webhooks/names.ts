export const TITLE_CHARACTERS_MAX = 200;

const SERVICES_MAX = 10;
const SERVICE = /^[\p{L}\p{N}][\p{L}\p{N} ._/-]{0,79}$/u;

/** Names of services among texts of an alert, each once; what is no name is left out. */
export const serviceNames = (texts: readonly string[]): readonly string[] =>
  [...new Set(texts.map((text) => text.trim()).filter((text) => SERVICE.test(text)))].slice(0, SERVICES_MAX);
