/** What is started, and the only paths that it needs. */
export interface ConfinedCommand {
  /** The program and its arguments. */
  readonly command: readonly string[]
  readonly readable: readonly string[]
  readonly writable: readonly string[]
  /** What is only read, though it lies in something that is written. */
  readonly sealed?: readonly string[]
}

/** The descriptor that a wall reads its filter of system calls from; it closes it before it starts anything. */
export const FILTER_FD = 4

/**
 * The layer around a sandbox process that does not depend on Node: what the operating system itself refuses.
 *
 * Node's permission model is a seat belt, this is the wall. Where there is none, `name` is `process`.
 */
export interface Isolation {
  readonly name: 'bubblewrap' | 'landlock' | 'seatbelt' | 'process'
  /**
   * Whether a process ends with the host, also when the host is killed: it never notices that itself while it is stopped, so
   * only such a process may be stopped for a time.
   */
  readonly endsWithHost: boolean
  /**
   * Why components with granted files or network do not run in it, with the next step; null where they do.
   *
   * Without a wall one mistake in V8 or in Node's permission model is enough to be where the grants lead and everywhere else,
   * so an operator has to say that it is good enough.
   */
  readonly unwalled: string | null
  /** What the command that starts a process reads from `FILTER_FD`; null where it reads nothing. */
  readonly filter: Uint8Array | null
  /** Whether the kernel takes but the system calls of a list. */
  readonly filtersSystemCalls: boolean
  /** The command that starts the confined one. */
  wrap(confined: ConfinedCommand): readonly string[]
}

/** What an operator asks for: the best there is, the operating system's or nothing, none. */
export type IsolationMode = 'auto' | 'os' | 'process'
