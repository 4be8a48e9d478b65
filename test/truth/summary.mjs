import { troublesOf } from './troubles.mjs';

/** Prints agreement per field and what the reading cost. Returns whether nothing hung, broke or went beyond its bounds. */
export function printSummary(counts, results) {
  console.log('\nagreement');
  for (const { field, tool, target, agree, differ, missing } of counts.fields()) {
    const all = agree + differ + missing;
    const percent = (100 * agree) / all;
    const wanted = target === undefined ? '' : `  of ${target} %${percent < target ? '  BELOW' : ''}`;
    const gaps = `${differ} differ, ${missing} missing`;
    console.log(
      `  ${field.padEnd(18)} ${tool.padEnd(9)} ${percent.toFixed(2).padStart(6)} %  ${String(all).padStart(6)} files, ${gaps}${wanted}`,
    );
  }
  return [printCost(results), printTrouble(results)].every(Boolean);
}

function printCost(results) {
  const reads = sorted(results.map(({ usage }) => usage.reads));
  const bytes = sorted(results.map(({ usage }) => usage.bytes));
  const ms = sorted(results.map((result) => result.ms));
  const mib = (value) => `${(value / 1024 / 1024).toFixed(1)} MiB`;
  console.log('\ncost');
  console.log(`  reads a file      p50 ${at(reads, 0.5)}, p95 ${at(reads, 0.95)}, most ${reads.at(-1)}`);
  console.log(
    `  bytes a file      p50 ${mib(at(bytes, 0.5))}, p95 ${mib(at(bytes, 0.95))}, most ${mib(bytes.at(-1))}`,
  );
  console.log(
    `  time a file       p50 ${at(ms, 0.5).toFixed(1)} ms, p95 ${at(ms, 0.95).toFixed(1)} ms, most ${ms.at(-1).toFixed(0)} ms`,
  );
  console.log(
    `  memory            ${mib(process.resourceUsage().maxRSS * 1024)} at most, this comparison included`,
  );
  return true;
}

function printTrouble(results) {
  const troubles = results.flatMap((result) => troublesOf(result).map((what) => `${what}: ${result.path}`));
  const failed = results.filter(({ description }) => description?.status === 'failed').length;
  console.log(`\n${failed} of ${results.length} files could not be read as what they are`);
  for (const trouble of troubles) console.log(`TROUBLE  ${trouble}`);
  console.log(
    troubles.length === 0
      ? 'no hang, no crash, no unbounded read, every record as in the schema'
      : `${troubles.length} troubles`,
  );
  return troubles.length === 0;
}

function sorted(values) {
  return values.sort((a, b) => a - b);
}

function at(values, share) {
  return values[Math.min(values.length - 1, Math.floor(values.length * share))];
}
