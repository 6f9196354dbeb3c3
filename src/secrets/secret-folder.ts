import { statSync } from 'node:fs'
import { chmod, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

import { CodedError, describeError, makeFolder, withFileLock, writeFileAtomically } from '#platform'

import { checkBinding } from './host-binding.ts'
import { secretFileName } from './secret-file-name.ts'
import type { StoredSecret } from './secret.ts'

const FOLDER_MODE = 0o700
const FILE_MODE = 0o600
/** A folder inside the folder: Wassette reads no folders, and in its files there is room for texts alone. */
const HOSTS = 'hosts'

type Changes = ReadonlyMap<string, string | readonly string[] | null>

/** The folder with the secrets: one YAML file a component, in Wassette's format, and beside it the hosts that they are bound to. */
export class SecretFolder {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  fileOf(id: string): string {
    return join(this.#path, secretFileName(id))
  }

  /** Null where the component has no file. @throws CodedError `SECRETS_INVALID`, `SECRET_HOST_INVALID`, `SECRETS_NOT_READABLE` */
  async read(id: string): Promise<ReadonlyMap<string, StoredSecret> | null> {
    const [file, hostsFile] = [this.fileOf(id), this.#hostsFileOf(id)]
    const [text, hostsText] = await Promise.all([readIfThere(file), readIfThere(hostsFile)])
    if (text === null) return null
    // A copy or a backup may have brought them back for everybody to read; enforced on every use, as in Wassette.
    await Promise.all([tighten(this.#path, FOLDER_MODE), tighten(file, FILE_MODE)])
    const { readLists, readTexts } = await loadDocument()
    const hosts = hostsText === null ? new Map() : readLists(hostsText, hostsFile)
    // A binding that cannot be understood must not be taken for none: the guest would be given the value.
    for (const binding of [...hosts.values()].flat()) checkBinding(binding)
    const values = [...readTexts(text, file)]
    return new Map(values.map(([key, value]) => [key, { text: value, hosts: hosts.get(key) ?? null }]))
  }

  /** Sets secrets; others, comments, and bindings where the new one is null, stay. @throws CodedError as `read`, `SECRETS_NOT_WRITABLE`, `LOCKED` */
  async write(id: string, secrets: ReadonlyMap<string, StoredSecret>): Promise<void> {
    const entries = [...secrets]
    const bound = entries.filter(([, { hosts }]) => hosts !== null)
    await this.#change(id, async () => {
      // First the binding: at no moment is the value there for the guest itself.
      if (bound.length > 0) {
        await edit(this.#hostsFileOf(id), new Map(bound.map(([key, { hosts }]) => [key, hosts])))
      }
      await edit(this.fileOf(id), new Map(entries.map(([key, { text }]) => [key, text])))
    })
  }

  /** Removes secrets and what they are bound to. @throws CodedError as `write` */
  async remove(id: string, keys: readonly string[]): Promise<void> {
    const gone: Changes = new Map(keys.map((key) => [key, null]))
    await this.#change(id, async () => {
      await edit(this.fileOf(id), gone)
      if ((await readIfThere(this.#hostsFileOf(id))) !== null) await edit(this.#hostsFileOf(id), gone)
    })
  }

  /** Changes whenever the files of a component do. */
  stamp(id: string): string {
    return [this.fileOf(id), this.#hostsFileOf(id)].map(stampOf).join(' ')
  }

  async #change(id: string, work: () => Promise<void>): Promise<void> {
    const hosts = join(this.#path, HOSTS)
    try {
      await makeFolder(hosts, { mode: FOLDER_MODE })
      for (const folder of [this.#path, hosts]) await chmod(folder, FOLDER_MODE)
      await withFileLock(this.fileOf(id), work)
    } catch (error) {
      if (error instanceof CodedError) throw error
      const reason = `${describeError(error)}; free space, change its permissions or set 'secrets_dir'`
      throw new CodedError('SECRETS_NOT_WRITABLE', `'${this.#path}' cannot be written: ${reason}`, {
        cause: error,
      })
    }
  }

  #hostsFileOf(id: string): string {
    return join(this.#path, HOSTS, secretFileName(id))
  }
}

/** What tells quickly that a file is another one; synchronous, because every call asks. */
export function stampOf(path: string): string {
  try {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false })
    return found === undefined ? '-' : [found.ino, found.mtimeNs, found.size].join(':')
  } catch {
    return '-'
  }
}

/** Most components have no secrets: their calls need not pay for the YAML parser. */
function loadDocument() {
  return import('./secret-document.ts')
}

/** Takes away what others may do with it; on a volume that cannot be written it stays as it is. */
async function tighten(path: string, mode: number): Promise<void> {
  const found = await stat(path).catch(() => null)
  if (found !== null && (found.mode & ~mode & 0o777) !== 0) await chmod(path, mode).catch(() => {})
}

async function edit(file: string, changes: Changes): Promise<void> {
  const { withChanges } = await loadDocument()
  const text = (await readIfThere(file)) ?? ''
  await writeFileAtomically(file, withChanges(text, file, changes), { mode: FILE_MODE })
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    const reason = `${describeError(error)}; change its permissions or set 'secrets_dir'`
    throw new CodedError('SECRETS_NOT_READABLE', `'${file}' cannot be read: ${reason}`, { cause: error })
  }
}
