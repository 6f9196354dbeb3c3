import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

import type { Keychain } from './keychain.ts'
import { macKeychain } from './mac-keychain.ts'
import { secretTool } from './secret-tool.ts'

/** Where to look. */
export interface KeychainSearch {
  readonly platform: NodeJS.Platform
  readonly environment: Readonly<Record<string, string>>
}

/** Finds the keychain of this machine; null where none is known or its program is not installed. */
export async function findKeychain({ platform, environment }: KeychainSearch): Promise<Keychain | null> {
  if (platform === 'darwin') return macKeychain({ path: '/usr/bin/security', environment })
  if (platform !== 'linux') return null
  for (const folder of (environment['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, 'secret-tool')
    if (folder.startsWith('/') && (await isExecutable(path))) return secretTool({ path, environment })
  }
  return null
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}
