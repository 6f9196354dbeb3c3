import { CodedError } from '#platform'

import type { Keychain, KeychainItem } from './keychain.ts'
import { type KeychainProgram, runProgram } from './run-program.ts'

const NOT_FOUND = 44
const PRINTABLE = /^[\x20-\x7e]+$/
const NAME = /^[A-Za-z0-9._/-]+$/

/** macOS: the login keychain by `security`. */
export function macKeychain(program: KeychainProgram): Keychain {
  return {
    name: 'the login keychain',
    async read({ service, account }) {
      const args = ['find-generic-password', '-s', service, '-a', account, '-w']
      const { exitCode, stdout } = await runProgram(program, args)
      if (exitCode === NOT_FOUND) return null
      if (exitCode !== 0) throw failed('gave no value: unlock it')
      return stdout.replace(/\n$/, '')
    },
    async write(item, value) {
      // `security` prints anything else as hexadecimal digits, which cannot be told from a value of digits.
      if (!PRINTABLE.test(value)) throw failed('keeps printable ASCII only: use --store file')
      const { exitCode } = await runProgram(program, ['-i'], addCommand(item, value))
      if (exitCode !== 0) throw failed('took no value: unlock it, or use --store file')
    },
    async remove({ service, account }) {
      await runProgram(program, ['delete-generic-password', '-s', service, '-a', account])
    },
  }
}

/** A line for `security -i`: as an argument every user of the machine could read the value in the list of processes. */
function addCommand({ service, account }: KeychainItem, value: string): string {
  // A quote or a line break in a name would begin another command.
  if (!NAME.test(service) || !NAME.test(account)) throw failed('takes no such name')
  const hex = Buffer.from(value).toString('hex')
  return `add-generic-password -U -s "${service}" -a "${account}" -X ${hex}\n`
}

function failed(reason: string): CodedError {
  return new CodedError('KEYCHAIN_FAILED', `The login keychain ${reason}`)
}
