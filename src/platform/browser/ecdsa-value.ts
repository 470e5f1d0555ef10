/**
 * The two numbers of an ECDSA signature in DER, side by side as WebCrypto wants them. Undefined unless they are
 * encoded in the one way that DER has (X.690, 8.3 and 10.1), which OpenSSL insists on too.
 */
export function strictEcdsaValue(signature: Uint8Array, fieldBytes: number): Buffer | undefined {
  const bytes = Buffer.from(signature);
  const first = integerAt(bytes, bytes[1] === 0x81 ? 3 : 2);
  const second = first && integerAt(bytes, first.end);
  if (first === undefined || second === undefined || second.end !== bytes.length) return undefined;
  const contentBytes = first.whole.length + second.whole.length;
  const head = contentBytes < 0x80 ? [0x30, contentBytes] : [0x30, 0x81, contentBytes];
  if (!Buffer.concat([Buffer.from(head), first.whole, second.whole]).equals(bytes)) return undefined;
  const numbers = [first, second].map(({ value }) => withoutSign(value));
  if (numbers.some((number) => number === undefined || number.length > fieldBytes)) return undefined;
  return Buffer.concat(
    numbers.flatMap((number = Buffer.alloc(0)) => [Buffer.alloc(fieldBytes - number.length), number]),
  );
}

function integerAt(bytes: Buffer, at: number) {
  const valueBytes = bytes[at + 1] ?? 0;
  const end = at + 2 + valueBytes;
  if (bytes[at] !== 0x02 || valueBytes === 0 || valueBytes >= 0x80 || end > bytes.length) return undefined;
  return { whole: bytes.subarray(at, end), value: bytes.subarray(at + 2, end), end };
}

/** A positive number without the zero that keeps it so; undefined when it is negative or has zeros to spare. */
function withoutSign(value: Buffer): Buffer | undefined {
  const [first = 0, next = 0] = value;
  if (first >= 0x80) return undefined;
  if (first !== 0 || value.length === 1) return value;
  return next >= 0x80 ? value.subarray(1) : undefined;
}
