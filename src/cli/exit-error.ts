/** Ends a command with that exit code after `message` was shown on stderr as it is. */
export class ExitError extends Error {
  readonly exitCode: number

  constructor(message: string, exitCode = 1) {
    super(message)
    this.name = 'ExitError'
    this.exitCode = exitCode
  }
}
