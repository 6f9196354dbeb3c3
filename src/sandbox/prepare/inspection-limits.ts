import type { ProcessLimits } from '../process/process-limits.ts'

const MIB = 1024 * 1024

/** What an inspection process may use for one component. */
export interface InspectionLimits {
  /** Wall clock, in milliseconds: on a busy machine many times its processor time. */
  readonly timeMs: number
  /** Processor time, in milliseconds; kept where the operating system tells. */
  readonly processorMs: number
  /** Memory as the operating system counts it; kept where it tells. */
  readonly residentBytes: number
  /** All that is generated, in bytes. */
  readonly madeBytes: number
}

/** Twice what Node has open by itself. */
const MAX_OPEN_FILES = 64

/** What V8 and memories of WebAssembly reserve beside what they use. */
const UNUSED_DATA_BYTES = 2048 * MIB

const MOST: InspectionLimits = {
  timeMs: 300_000,
  processorMs: 240_000,
  residentBytes: 3072 * MIB,
  madeBytes: 1024 * MIB,
}

/**
 * Limits that follow the size of the component, so that a small one cannot cost what a large one may.
 *
 * One of 12 MB takes 3 s. Glue has 100 kB at least and 3 kB for a function, which a component can export with a hundred bytes.
 */
export function inspectionLimits(componentBytes: number): InspectionLimits {
  const mebibytes = componentBytes / MIB
  return {
    timeMs: MOST.timeMs,
    processorMs: Math.min(MOST.processorMs, 60_000 + mebibytes * 120_000),
    residentBytes: Math.min(MOST.residentBytes, (768 + mebibytes * 64) * MIB),
    madeBytes: Math.min(MOST.madeBytes, 4 * MIB + componentBytes * 48),
  }
}

/** The same as the operating system holds the process to: exact where it can, and before anybody looks. */
export function processLimits({ processorMs, residentBytes }: InspectionLimits): ProcessLimits {
  return {
    fileBytes: 0,
    openFiles: MAX_OPEN_FILES,
    processorSeconds: Math.ceil(processorMs / 1000),
    dataBytes: residentBytes + UNUSED_DATA_BYTES,
  }
}
