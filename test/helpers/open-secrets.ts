import { Redactor, type Config } from '#platform'
import { SecretStore } from '#secrets'

import { recordingLogger } from './recording-logger.ts'

/** The secrets of a configuration, without the keychain of whoever runs the tests. */
export function openSecrets({ secrets }: Config): SecretStore {
  return new SecretStore({
    ...secrets,
    findKeychain: async () => null,
    redactor: new Redactor(),
    logger: recordingLogger(),
  })
}
