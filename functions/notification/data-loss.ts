import type { AlertOf } from '../kinds/alert.ts';

/** The verification found other rows at the destination than at the source. */
export const mayHaveLostData = ({ status }: Pick<AlertOf<'failed'>, 'status'>): boolean =>
  status === 'VERIFICATION_FAILED';

/** How many rows each side has, where the log gives both. */
export function rowsOf({
  countedRows,
}: Pick<AlertOf<'failed'>, 'countedRows'>):
  Readonly<{ source: bigint; destination: bigint }> | undefined {
  if (countedRows === undefined) return undefined;
  const { source, destination } = countedRows;
  return digits.test(source) && digits.test(destination)
    ? { source: BigInt(source), destination: BigInt(destination) }
    : undefined;
}

const digits = /^\d{1,40}$/;
