import { CodedError } from '#platform'

import type { Keychain, KeychainItem } from './keychain.ts'
import { type KeychainProgram, runProgram } from './run-program.ts'

/** Linux: the Secret Service (GNOME Keyring, KWallet, KeePassXC) by `secret-tool` of libsecret. */
export function secretTool(program: KeychainProgram): Keychain {
  return {
    name: 'the Secret Service',
    async read(item) {
      const { exitCode, stdout } = await runProgram(program, ['lookup', ...attributes(item)])
      return exitCode === 0 ? stdout : null
    },
    async write(item, value) {
      const label = `--label=${item.service} ${item.account}`
      const { exitCode } = await runProgram(program, ['store', label, ...attributes(item)], value)
      if (exitCode !== 0) throw failed()
    },
    async remove(item) {
      await runProgram(program, ['clear', ...attributes(item)])
    },
  }
}

function attributes({ service, account }: KeychainItem): readonly string[] {
  return ['service', service, 'account', account]
}

function failed(): CodedError {
  return new CodedError('KEYCHAIN_FAILED', 'The Secret Service took no value: unlock it, or use --store file')
}
