declare const WebAssembly: { readonly RuntimeError: ErrorConstructor }

/**
 * Ends the call because the guest broke a rule that WASI punishes with a trap.
 *
 * It is a `WebAssembly.RuntimeError`, which jco takes as a trap: the instance can not be entered again.
 */
export class GuestTrap extends WebAssembly.RuntimeError {
  constructor(message: string) {
    super(message)
    this.name = 'GuestTrap'
  }
}
