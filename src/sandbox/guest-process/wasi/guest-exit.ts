import { GuestTrap } from './guest-trap.ts'

/** Ends the call because the guest called `wasi:cli/exit`; code 0 says that all went well. */
export class GuestExit extends GuestTrap {
  readonly exitCode: number

  constructor(exitCode: number) {
    super(`The component ended itself with exit code ${exitCode}`)
    this.name = 'GuestExit'
    this.exitCode = exitCode
  }
}
