import { inWords, NoAnswer } from '../runtime/http.ts';
import { isRecord } from '../runtime/json.ts';

type Options = Readonly<{
  /** In bytes. */
  longestRow: number;
  /** `bytes` are valid until it returns. */
  onRow: (bytes: Buffer, index: number) => void;
  /** An element of the list is no object. */
  onOther: (index: number) => never;
}>;

const [quote, comma, colon, backslash] = [0x22, 0x2c, 0x3a, 0x5c] as const;
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d] as const;
const space = 0x20;

/** Bytes around the rows; a real answer has some dozens. */
const longestEnvelope = 64 * 1024;

/**
 * Cuts the rows out of `{"requestId":…,"data":[row,row,…]}` as its bytes come: a long list takes
 * the memory of one row.
 */
export class RowScanner {
  readonly #options: Options;
  /** What still matters of the answer, and where to go on in it. */
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #depth = 0;
  #inString = false;
  /** The last string at the top level, and a colon if one follows. */
  #name = '';
  #nameFrom = 0;
  #inRows = false;
  #rowFrom = -1;
  #rows = 0;
  #envelope = '';
  #envelopeFrom = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  /** @throws SyntaxError | NoAnswer for what cannot become such an answer */
  take(piece: Buffer): void {
    this.#bytes = this.#bytes.length === 0 ? piece : Buffer.concat([this.#bytes, piece]);
    while (this.#at < this.#bytes.length) {
      if (this.#inString) this.#goToEndOfString();
      else this.#step(this.#bytes[this.#at] ?? 0);
    }
    this.#forget();
  }

  /** The answer without its rows. @throws SyntaxError when what came is no whole JSON object */
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
      case openBrace:
        this.#depth += 1;
        break;
      case openBracket:
        this.#depth += 1;
        if (this.#depth === 2 && this.#name === 'data:') this.#beginRows(at);
        break;
      case closeBrace:
      case closeBracket:
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
    if (byte === openBrace) {
      this.#depth = 3;
      this.#rowFrom = at;
    } else if (byte === closeBracket) {
      this.#depth = 1;
      this.#inRows = false;
      this.#envelopeFrom = at;
    } else if (byte > space && byte !== comma) this.#options.onOther(this.#rows);
  }

  #beginRows(at: number): void {
    this.#envelope += this.#bytes.toString('utf8', this.#envelopeFrom, at + 1);
    this.#envelopeFrom = 0;
    this.#inRows = true;
  }

  #endRow(): void {
    this.#options.onRow(this.#bytes.subarray(this.#rowFrom, this.#at), this.#rows);
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
    const { longestRow } = this.#options;
    if (this.#inRows && this.#bytes.length > longestRow)
      throw new NoAnswer('too large', `a row is larger than ${inWords(longestRow)}`);
    if (!this.#inRows && this.#bytes.length > longestEnvelope)
      throw new SyntaxError('the answer holds no list of rows');
  }
}
