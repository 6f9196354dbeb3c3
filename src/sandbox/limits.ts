const MIB = 1024 * 1024

/** What a component may use. Defaults are in `DEFAULT_LIMITS`. */
export interface Limits {
  /** Wall clock of one call, in milliseconds, time in which it is stopped included; then the process is killed. */
  readonly callMs: number
  /** Time to start a process, compile and make an instance, in milliseconds: a start function may spin as well as a call. */
  readonly startMs: number
  /** Memory of one instance, in bytes; past it `memory.grow` fails. */
  readonly memoryBytes: number
  /**
   * Memory of all processes of one component together, in bytes, as the operating system counts it.
   *
   * The limit of an instance does not bound a component: it may have many memories, tables, and calls at once. Looked at a
   * few times a second, and only where there is `/proc`; past it the biggest process is killed.
   */
  readonly residentBytes: number
  /**
   * Processor time of all processes of one component together, in processors: half of one is 0.5; infinite is no limit.
   *
   * Kept by stopping them in turns, where they end with the host and there is `/proc`: on Linux.
   */
  readonly processorShare: number
  /**
   * Processor time that the process of a call may use while the call runs, in milliseconds; infinite is no limit.
   *
   * What other calls in the same process compute meanwhile counts too. Looked at a few times a second, and only where there is `/proc`.
   */
  readonly callProcessorMs: number
  /** Entries of one table; past it `table.grow` fails. The largest components use some ten thousand. */
  readonly tableEntries: number
  /** Core instances that one component may be made of. */
  readonly coreInstances: number
  /** The arguments of one call as JSON, in bytes. */
  readonly argumentBytes: number
  /** A result as JSON, in bytes. */
  readonly resultBytes: number
  /** stdout and stderr of one call, in bytes; the rest is dropped. */
  readonly outputBytes: number
  /** stdout and stderr of one call, in lines; the rest is dropped. */
  readonly outputLines: number
  /** The body of one HTTP response, in bytes; past it the guest's stream fails. */
  readonly responseBytes: number
  /** Calls of one component that run at the same time. */
  readonly concurrentCalls: number
  /** Calls of one component that wait for their turn. */
  readonly queuedCalls: number
}

/** The limits in force where nobody set others. */
export const DEFAULT_LIMITS: Limits = {
  callMs: 60_000,
  startMs: 60_000,
  memoryBytes: 512 * MIB,
  residentBytes: 2048 * MIB,
  processorShare: Number.POSITIVE_INFINITY,
  callProcessorMs: Number.POSITIVE_INFINITY,
  tableEntries: 1_000_000,
  coreInstances: 1_000,
  argumentBytes: 8 * MIB,
  resultBytes: 10 * MIB,
  outputBytes: MIB,
  outputLines: 4_000,
  responseBytes: 64 * MIB,
  concurrentCalls: 16,
  queuedCalls: 64,
}
