import { PartlyDoneError, UsageError } from '../errors.ts';
import type { Comparison } from '../inspect/compare.ts';
import type { Inspected } from '../inspect/inspected.ts';
import { faultsText } from '../transfer/faults-text.ts';
import type { Fault } from '../transfer/find-files.ts';
import { plural } from './format.ts';

/** Counts what was inspected, and what could not be. */
export class InspectionTally {
  readonly #counts = { seen: 0, files: 0, failed: 0, same: 0, different: 0, missing: 0 };
  readonly #faults: Fault[] = [];

  add({ status }: Inspected, compared: Comparison | undefined): void {
    this.#counts.seen++;
    this.#counts.files++;
    if (status === 'failed') this.#counts.failed++;
    if (compared !== undefined) this.#counts[compared.state]++;
  }

  /** A file that was read and is not wanted. */
  passOver(): void {
    this.#counts.seen++;
  }

  fault(fault: Fault): void {
    this.#faults.push(fault);
  }

  /** Whether the table does not say the same of all files that were compared. */
  get isDifferent(): boolean {
    return this.#counts.different + this.#counts.missing > 0;
  }

  /** `364 files: 3 not understood, 1 different in the table`; undefined of a single one, which speaks for itself. */
  get text(): string | undefined {
    const { seen, files, failed, different, missing } = this.#counts;
    if (seen === 0 || (seen === 1 && files === 1)) return undefined;
    const parts = [
      ...(failed > 0 ? [`${failed} not understood`] : []),
      ...(different > 0 ? [`${different} different in the table`] : []),
      ...(missing > 0 ? [`${missing} not in the table`] : []),
    ];
    return plural(files, 'file') + (parts.length === 0 ? '' : `: ${parts.join(', ')}`);
  }

  /** What could not be read, all of it, or some. */
  get error(): UsageError | PartlyDoneError | undefined {
    const [first] = this.#faults;
    if (first === undefined) return undefined;
    const { hint } = first;
    const { seen } = this.#counts;
    if (this.#faults.length === 1)
      return seen === 0
        ? new UsageError(first.message, { hint })
        : new PartlyDoneError(first.message, { hint });
    const message = `${plural(this.#faults.length, 'path')} could not be read:${faultsText(this.#faults)}`;
    return seen === 0 ? new UsageError(message, { hint }) : new PartlyDoneError(message, { hint });
  }
}
