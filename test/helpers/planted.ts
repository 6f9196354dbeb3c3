import { record } from '../../tools/leaks/leak-record.ts'
import { PLANTED } from '../../tools/leaks/planted-forms.ts'

/** A secret, login, token or password for a test: the test run fails where the product writes it into anything but its store of secrets. */
export function planted(name: string): string {
  record({ kind: 'planted' })
  return `${PLANTED}-${name}`
}
