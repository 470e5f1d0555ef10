declare const redacted: unique symbol;

/**
 * A value that has been through redaction. Only `collect/redact` makes one, so that bytes that were not
 * redacted can neither be stored nor observed: it does not compile.
 */
export type Redacted<T> = T & { readonly [redacted]: true };
