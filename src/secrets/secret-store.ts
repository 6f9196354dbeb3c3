import {
  type AuditSink,
  CodedError,
  describeError,
  type Logger,
  type Redactor,
  type SecretStorage,
} from '#platform'

import { checkBinding } from './host-binding.ts'
import { keepValue, type KeptValue } from './keep-value.ts'
import type { Keychain, KeychainItem } from './keychain/keychain.ts'
import { resolveReference } from './resolve-reference.ts'
import { SecretFolder, stampOf } from './secret-folder.ts'
import { parseReference } from './secret-reference.ts'
import type { NewSecret, Secret, SecretEntry, StoredSecret } from './secret.ts'
import { describeWidening } from './widening.ts'

/** The service that our own values have in a keychain. */
const SERVICE = 'wassette'
const KEY = /^[A-Za-z0-9_.-]{1,200}$/

/** What the store works with. */
export interface SecretStoreSettings {
  readonly folder: string
  readonly store: SecretStorage
  /** Variables that references name. */
  readonly environment: Readonly<Record<string, string>>
  readonly findKeychain: () => Promise<Keychain | null>
  /** Is told every value that is read or written. */
  readonly redactor: Redactor
  /** Hears of every change, never of a value. */
  readonly audit?: AuditSink | undefined
  readonly logger: Logger
}

/** How to keep it. */
export interface SetOptions {
  /** Hosts to bind the secrets to; without it a binding that is there stays. */
  readonly hosts?: readonly string[] | undefined
  readonly store?: SecretStorage | undefined
}

/** The secrets of all components. */
export class SecretStore {
  readonly #settings: SecretStoreSettings
  readonly #folder: SecretFolder
  /** Files that the secrets of a component name, and the stamp of its own files when they were read. */
  readonly #referenced = new Map<string, { readonly stamp: string; readonly files: readonly string[] }>()

  constructor(settings: SecretStoreSettings) {
    this.#settings = settings
    this.#folder = new SecretFolder(settings.folder)
  }

  /** What is stored, without values, in the order of the file. @throws CodedError `SECRETS_INVALID` */
  async list(id: string): Promise<readonly SecretEntry[]> {
    const stored = [...((await this.#folder.read(id)) ?? [])]
    return stored.map(([key, { text, hosts }]) => {
      const isLiteral = parseReference(text).kind === 'literal'
      return { key, reference: isLiteral ? null : text, hosts }
    })
  }

  /** Every secret with its value, references looked up now; one that has none is left out and logged. @throws CodedError `SECRETS_INVALID` */
  async valuesFor(id: string): Promise<ReadonlyMap<string, Secret>> {
    const secrets = new Map<string, Secret>()
    for (const [key, { text, hosts }] of (await this.#folder.read(id)) ?? []) {
      const value = await this.#resolve(id, key, text)
      if (value === null) continue
      this.#settings.redactor.add(value)
      secrets.set(key, { key, value, hosts })
    }
    return secrets
  }

  /** Changes whenever `valuesFor` may answer something else, by whichever process; of keychains it does not know. @throws CodedError `SECRETS_INVALID` */
  async etag(id: string): Promise<string> {
    const stamp = this.#folder.stamp(id)
    const known = this.#referenced.get(id)
    const files = known?.stamp === stamp ? known.files : await this.#readReferenced(id)
    this.#referenced.set(id, { stamp, files })
    return [stamp, ...files.map(stampOf)].join(' ')
  }

  /** Sentences about what `set` would make reachable, for a person to decide on. @throws CodedError `SECRETS_INVALID` */
  async widening(
    id: string,
    secrets: readonly NewSecret[],
    { hosts }: SetOptions,
  ): Promise<readonly string[]> {
    return describeWidening({ stored: await this.list(id), secrets, hosts })
  }

  /**
   * Keeps secrets. Returns a sentence for the person when values lie in a file as they are and nobody asked for that.
   *
   * @throws CodedError `SECRET_KEY_INVALID`, `SECRET_HOST_INVALID`, `KEYCHAIN_FAILED`, `SECRETS_INVALID`, `SECRETS_NOT_WRITABLE`
   */
  async set(id: string, secrets: readonly NewSecret[], options: SetOptions = {}): Promise<string | null> {
    const hosts = options.hosts?.map(checkBinding) ?? null
    for (const { key } of secrets) checkKey(key)
    const changes = new Map<string, StoredSecret>()
    let reason: string | null = null
    for (const secret of secrets) {
      const { text, warning } = await this.#keep(id, secret, options.store ?? this.#settings.store)
      changes.set(secret.key, { text, hosts })
      reason ??= warning
    }
    await this.#folder.write(id, changes)
    this.#record(id, 'set', [...changes.keys()])
    const file = this.#folder.fileOf(id)
    return reason && `${reason}: the values lie in '${file}' as they are, and only its user can read it`
  }

  /** Removes secrets and returns how many there were; null when the component has no file. @throws CodedError as `set` */
  async remove(id: string, keys: readonly string[]): Promise<number | null> {
    const stored = await this.#folder.read(id)
    if (stored === null) return null
    const present = [...new Set(keys)].filter((key) => stored.has(key))
    await this.#folder.remove(id, present)
    this.#record(id, 'deleted', present)
    for (const key of present) await this.#forget(itemOf(id, key), stored.get(key)?.text ?? '')
    return present.length
  }

  async #readReferenced(id: string): Promise<readonly string[]> {
    const stored = [...((await this.#folder.read(id))?.values() ?? [])]
    const references = stored.map(({ text }) => parseReference(text))
    return references.flatMap((reference) => (reference.kind === 'file' ? [reference.path] : []))
  }

  async #keep(id: string, { key, text, isReference }: NewSecret, store: SecretStorage): Promise<KeptValue> {
    const reference = parseReference(text)
    if (isReference && reference.kind !== 'literal') return { text, warning: null }
    const value = isReference && reference.kind === 'literal' ? reference.value : text
    this.#settings.redactor.add(value)
    return keepValue(itemOf(id, key), value, { store, findKeychain: this.#settings.findKeychain })
  }

  async #resolve(id: string, key: string, text: string): Promise<string | null> {
    try {
      return await resolveReference(parseReference(text), this.#settings)
    } catch (error) {
      const fields = { componentId: id, key, reason: describeError(error) }
      this.#settings.logger.warn(fields, 'A secret has no value and is left out')
      return null
    }
  }

  #record(component: string, change: 'set' | 'deleted', keys: readonly string[]): void {
    this.#settings.audit?.record({
      kind: 'secret',
      component,
      digest: null,
      principal: 'operator',
      change,
      keys,
    })
  }

  /** An item that another program put there stays: only our own go with their secret. */
  async #forget(item: KeychainItem, text: string): Promise<void> {
    const reference = parseReference(text)
    if (reference.kind !== 'keychain') return
    if (reference.service !== item.service || reference.account !== item.account) return
    const keychain = await this.#settings.findKeychain()
    await keychain?.remove(item)
  }
}

function itemOf(id: string, key: string): KeychainItem {
  return { service: SERVICE, account: `${id}/${key}` }
}

function checkKey(key: string): void {
  if (KEY.test(key)) return
  // What was meant as `KEY=VALUE` may be a value: it is not quoted.
  throw new CodedError('SECRET_KEY_INVALID', 'The key of a secret is made of letters, digits, _, . and -')
}
