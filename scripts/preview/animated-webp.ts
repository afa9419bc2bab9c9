/** A picture of WebP, and how long it stays. */
export type Still = Readonly<{ webp: Buffer; milliseconds: number }>;

type Size = Readonly<{ width: number; height: number }>;

/**
 * Pictures of one size as one that moves, over and over:
 * https://developers.google.com/speed/webp/docs/riff_container#animation
 */
export function animatedWebp(stills: readonly Still[], size: Size): Buffer {
  const frames = stills.map(({ webp, milliseconds }) => frame(pixelsOf(webp), size, milliseconds));
  const extended = Buffer.alloc(10);
  extended.writeUInt8(animates);
  writeSize(extended, 4, size);
  const contents = Buffer.concat([
    Buffer.from('WEBP'),
    chunk('VP8X', extended),
    // A background of no colour, and as many turns as the reader stays for.
    chunk('ANIM', Buffer.alloc(6)),
    ...frames,
  ]);
  return chunk('RIFF', contents);
}

/** Bits of flags. */
const animates = 0b10;
const replacesWhatWasThere = 0b10;

function frame(pixels: Buffer, size: Size, milliseconds: number): Buffer {
  const head = Buffer.alloc(16);
  writeSize(head, 6, size);
  head.writeUIntLE(milliseconds, 12, 3);
  head.writeUInt8(replacesWhatWasThere, 15);
  return chunk('ANMF', Buffer.concat([head, pixels]));
}

function writeSize(into: Buffer, at: number, { width, height }: Size): void {
  into.writeUIntLE(width - 1, at, 3);
  into.writeUIntLE(height - 1, at + 3, 3);
}

/** Chunks have even lengths, which their own size does not count. */
function chunk(name: string, contents: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name);
  head.writeUInt32LE(contents.length, 4);
  return Buffer.concat([head, contents, Buffer.alloc(contents.length % 2)]);
}

/** The chunks of a picture without its profile of colours. */
function pixelsOf(webp: Buffer): Buffer {
  const kept: Buffer[] = [];
  let at = 12;
  while (at + 8 <= webp.length) {
    const name = webp.toString('latin1', at, at + 4);
    const length = webp.readUInt32LE(at + 4);
    const end = at + 8 + length + (length % 2);
    if (name === 'ALPH' || name === 'VP8 ' || name === 'VP8L') kept.push(webp.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}
