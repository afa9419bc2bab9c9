import { inWords, NoAnswer } from '../runtime/http.ts';
import { isRecord } from '../runtime/json.ts';

export type ScannedRow = Readonly<{
  /** Valid until the callback returns. */
  bytes: Buffer;
  index: number;
  isNested: boolean;
}>;

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;

/** Bytes around the rows; a real answer has some dozens. */
const longestEnvelope = 64 * 1024;

/**
 * Cuts the rows out of `{"requestId":…,"data":[row,row,…]}` as its bytes come: a long list takes
 * the memory of one row, and rows that nobody needs are not parsed.
 */
export class RowScanner {
  readonly #onRow: (row: ScannedRow) => void;
  readonly #longestRow: number;
  /** Bytes still to be read, and where to go on. */
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #depth = 0;
  #inString = false;
  /** The last string at the top level, where the answer's own names are. */
  #nameFrom = 0;
  #name = '';
  #inRows = false;
  #rowFrom = -1;
  #rowIsNested = false;
  #rows = 0;
  #envelope = '';
  #envelopeFrom = 0;

  constructor(longestRow: number, onRow: (row: ScannedRow) => void) {
    this.#longestRow = longestRow;
    this.#onRow = onRow;
  }

  /** @throws SyntaxError | NoAnswer | NoRow for what cannot become such an answer */
  take(piece: Buffer): void {
    this.#bytes = this.#bytes.length === 0 ? piece : Buffer.concat([this.#bytes, piece]);
    while (this.#at < this.#bytes.length) {
      if (this.#inString) this.#goToEndOfString();
      else this.#step(this.#bytes[this.#at] ?? 0);
    }
    this.#forget();
  }

  /**
   * The answer without its rows: `data` is an empty list where it was a list.
   * @throws SyntaxError when what came is no whole JSON object
   */
  end(): Readonly<Record<string, unknown>> {
    const envelope: unknown = JSON.parse(this.#envelope + this.#bytes.toString('utf8'));
    if (isRecord(envelope)) return envelope;
    throw new SyntaxError('the answer is JSON, but no object');
  }

  #goToEndOfString(): void {
    const end = this.#bytes.indexOf(quote, this.#at);
    if (end < 0) {
      this.#at = this.#bytes.length;
      return;
    }
    this.#at = end + 1;
    let slashes = 0;
    while (this.#bytes[end - 1 - slashes] === backslash) slashes += 1;
    if (slashes % 2 === 1) return;
    this.#inString = false;
    if (this.#depth === 1) this.#name = this.#bytes.toString('latin1', this.#nameFrom, end);
  }

  #step(byte: number): void {
    const at = this.#at;
    this.#at += 1;
    if (this.#inRows && this.#depth === 2) {
      this.#stepBetweenRows(byte, at);
      return;
    }
    switch (byte) {
      case quote:
        this.#inString = true;
        if (this.#depth === 1) this.#nameFrom = at + 1;
        break;
      case 0x7b: // {
        this.#depth += 1;
        this.#rowIsNested = true;
        break;
      case 0x5b: // [
        this.#depth += 1;
        this.#rowIsNested = true;
        if (this.#depth === 2 && this.#name === 'data:') this.#beginRows(at);
        break;
      case 0x7d: // }
      case 0x5d: // ]
        this.#depth -= 1;
        if (this.#inRows && this.#depth === 2) this.#endRow();
        break;
      case colon:
        if (this.#depth === 1) this.#name += ':';
        break;
      case comma:
        if (this.#depth === 1) this.#name = '';
        break;
      default:
    }
  }

  #stepBetweenRows(byte: number, at: number): void {
    if (byte === 0x7b) {
      this.#depth = 3;
      this.#rowFrom = at;
      this.#rowIsNested = false;
    } else if (byte === 0x5d) {
      this.#depth = 1;
      this.#inRows = false;
      this.#envelopeFrom = at;
    } else if (byte > 0x20 && byte !== comma) throw new NoRow(this.#rows);
  }

  #beginRows(at: number): void {
    this.#envelope += this.#bytes.toString('utf8', this.#envelopeFrom, at + 1);
    this.#envelopeFrom = 0;
    this.#inRows = true;
  }

  #endRow(): void {
    this.#onRow({
      bytes: this.#bytes.subarray(this.#rowFrom, this.#at),
      index: this.#rows,
      isNested: this.#rowIsNested,
    });
    this.#rows += 1;
    this.#rowFrom = -1;
  }

  #forget(): void {
    const betweenRows = this.#inRows && this.#rowFrom < 0;
    const from = betweenRows ? this.#at : Math.max(this.#rowFrom, this.#envelopeFrom);
    this.#bytes = this.#bytes.subarray(from);
    this.#at -= from;
    this.#nameFrom -= from;
    this.#rowFrom = this.#rowFrom < 0 ? -1 : 0;
    this.#envelopeFrom = 0;
    if (this.#inRows && this.#bytes.length > this.#longestRow)
      throw new NoAnswer('too large', `a row is larger than ${inWords(this.#longestRow)}`);
    if (!this.#inRows && this.#bytes.length > longestEnvelope)
      throw new SyntaxError('the answer holds no list of rows');
  }
}

/** An element of the list is no object. */
export class NoRow extends Error {
  override readonly name = 'NoRow';
  readonly index: number;
  constructor(index: number) {
    super('an element of the list is no row');
    this.index = index;
  }
}
