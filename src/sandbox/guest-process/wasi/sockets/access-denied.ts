import { WitError } from '../wit-error.ts'

/** What every operation of `wasi:sockets` 0.2 answers: no network is granted. */
export function accessDenied(): never {
  throw new WitError('access-denied')
}
