import { join } from 'node:path'

import {
  CodedError,
  describeError,
  makeFolder,
  replaceFile,
  withFileLock,
  writeFileAtomically,
} from '#platform'

import {
  isGranted,
  newPolicyText,
  type PolicyText,
  withDeny,
  withGrant,
  withoutRules,
  withUsesClaimed,
} from './edit-policy.ts'
import { describePermissions } from '../describe/describe-permissions.ts'
import { withoutAllows, withRequested, withTargets } from './edit-whole-policy.ts'
import { FOR_GOOD, type Grant, type GrantTerms, type Revocation, type RuleGrant } from '../grant.ts'
import { parsePolicy } from '../parse/parse-policy.ts'
import { PolicyFiles, type ReadPolicy } from './policy-files.ts'
import { type PolicyInfo, readPolicyInfo, writePolicyMeta } from './policy-meta.ts'
import { type PolicySnapshot, takeSnapshot } from './policy-snapshot.ts'
import { EMPTY_POLICY } from '../policy.ts'
import { countsUses } from '../terms-of.ts'
import { ProvidedPolicies } from './provided-policies.ts'

/** Where policies lie. */
export interface PolicyPlaces {
  /** The component folder. */
  readonly folder: string
  /** What no grant can pass; null where there is no such file. */
  readonly ceilingFile: string | null
  /** Whether nothing is allowed while the ceiling file is missing. */
  readonly isCeilingRequired?: boolean
  /** Folders and files of our own besides, which no grant opens: secrets, settings, records. */
  readonly ownFolders?: readonly string[]
}

/** A part of a path that comes from a model or a registry. */
const ID = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/
const LOCK_NAME = '.policy'
/** How often a change is made anew because somebody wrote the file without our lock. */
const MAX_ATTEMPTS = 10

/**
 * The policy files of the component folder: `<id>.policy.yaml` is what the operator granted, `<id>.request.yaml` what the
 * author asks for.
 *
 * Each change is one step that other processes see whole, and waits for theirs.
 */
export class PolicyStore {
  readonly #places: PolicyPlaces
  readonly #files = new PolicyFiles()
  readonly #provided = new ProvidedPolicies()

  constructor(places: PolicyPlaces) {
    this.#places = places
  }

  /** What is granted, asked for and bounded now; cheap while no file changes. @throws CodedError `ID_INVALID` */
  async read(id: string, now = Date.now()): Promise<PolicySnapshot> {
    const [granted, requested, ceiling] = await Promise.all([
      this.#files.read(this.#grantedFile(id)),
      this.#files.read(this.#pathOf(id, '.request.yaml'), { isForeign: true }),
      this.#readCeiling(),
    ])
    return takeSnapshot(
      { granted, provided: this.#provided.read(id), requested, ceiling },
      { now, ownFolders: [this.#places.folder, ...(this.#places.ownFolders ?? [])] },
    )
  }

  /** Grants what a policy of the operator says, until this process ends; null takes it back. @throws CodedError `POLICY_INVALID` */
  provide(id: string, policy: PolicyText | null): void {
    this.#provided.set(id, policy)
  }

  /** Adds a rule to what is granted. @throws CodedError `POLICY_INVALID` where the file is damaged; it stays as it is */
  async grant(id: string, grant: Grant, terms: GrantTerms = FOR_GOOD): Promise<void> {
    await this.#edit(id, (policy) => withGrant(policy, grant, terms))
  }

  /** Whether a rule that lasts allows all of a grant already. @throws CodedError `ID_INVALID` */
  async hasGrant(id: string, grant: Grant): Promise<boolean> {
    return isGranted((await this.read(id)).granted, grant)
  }

  /** Adds a deny, which no grant can pass. @throws CodedError as `grant` does */
  async deny(id: string, grant: RuleGrant): Promise<void> {
    await this.#edit(id, (policy) => withDeny(policy, grant))
  }

  /** Removes rules and returns how many there were. @throws CodedError as `grant` does */
  async revoke(id: string, revocation: Revocation): Promise<number> {
    return this.#inTurn(async () => {
      const provided = this.#provided.revoke(id, revocation)
      let removed = 0
      await this.#change(id, (policy) => {
        if (policy === null) return null
        const rest = withoutRules(policy, revocation)
        removed = rest.removed
        return removed > 0 ? rest.text : null
      })
      return removed + provided
    })
  }

  /**
   * Adds every rule that the author asks for, once `decide` was shown them with what their paths lead to.
   *
   * @throws CodedError `NO_REQUEST` where there is none, else as `grant` and `decide` do
   */
  async grantRequested(id: string, decide?: (asked: object) => Promise<void>): Promise<void> {
    const request = await this.#files.read(this.#pathOf(id, '.request.yaml'), { isForeign: true })
    if (request.kind === 'damaged') throw request.problem
    if (request.kind === 'missing') {
      throw new CodedError(
        'NO_REQUEST',
        `No policy came with the component '${id}', grant what it needs one by one`,
      )
    }
    const permissions = withTargets(request.policy.permissions)
    await decide?.(describePermissions(permissions))
    await this.#edit(id, (policy) => withRequested(policy, permissions))
  }

  /**
   * Takes back everything that was granted. With `keepsNarrowing` denies, limits and rules for single tools stay.
   *
   * @throws CodedError `POLICY_INVALID` where they are to stay and the file is damaged
   */
  async reset(id: string, { keepsNarrowing = false } = {}): Promise<void> {
    await this.#inTurn(async () => {
      this.#provided.set(id, null)
      const policy = keepsNarrowing ? await this.#readText(id) : null
      const rest = policy && withoutAllows(policy)
      if (policy !== null && rest !== null) return writeFileAtomically(policy.file, rest)
      await this.#files.remove(this.#grantedFile(id))
      await this.#files.remove(this.#metaFile(id))
    })
  }

  /**
   * Takes one use of every rule that counts them, for a call of an exported function, and returns what was granted before: what
   * the one call that claimed may do.
   */
  async claimUses(id: string, tool?: string, now = Date.now()): Promise<PolicySnapshot> {
    return this.#inTurn(async () => {
      let snapshot = await this.read(id, now)
      await this.#change(id, async (policy) => {
        snapshot = await this.read(id, now)
        return policy !== null && snapshot.countsUses ? withUsesClaimed(policy, tool) : null
      })
      this.#provided.claimUses(id, tool)
      return snapshot
    })
  }

  /** Keeps what the author of a component asks for, or forgets it; never a grant. @throws CodedError `ID_INVALID` */
  async saveRequest(id: string, text: string | null): Promise<void> {
    const path = this.#pathOf(id, '.request.yaml')
    await this.#inTurn(() => (text === null ? this.#files.remove(path) : writeFileAtomically(path, text)))
  }

  /**
   * Grants what a whole policy says to a component that was granted nothing yet.
   *
   * @throws CodedError `POLICY_INVALID`, `POLICY_EXISTS`
   */
  async adopt(id: string, text: string): Promise<void> {
    const file = this.#grantedFile(id)
    parsePolicy(text, { file })
    await this.#inTurn(async () => {
      if ((await this.#files.read(file)).kind !== 'missing') {
        const message = `'${id}' was granted something here already: see 'wassette policy get ${id}', and reset it to take the other policy`
        throw new CodedError('POLICY_EXISTS', message)
      }
      await writeFileAtomically(file, text)
      await writePolicyMeta(this.#metaFile(id), file)
    })
  }

  /** Where the granted policy came from; null where there is none. @throws CodedError `ID_INVALID` */
  async info(id: string): Promise<PolicyInfo | null> {
    const info = await readPolicyInfo(this.#metaFile(id), this.#grantedFile(id))
    return info ?? this.#provided.info(id)
  }

  async #edit(id: string, change: (policy: PolicyText) => string): Promise<void> {
    const empty = { text: newPolicyText(id), file: this.#grantedFile(id) }
    await this.#inTurn(() => this.#change(id, (policy) => change(policy ?? empty)))
  }

  /** Writes what `edit` makes of what is granted, null for no change; anew where a person has written it meanwhile. */
  async #change(
    id: string,
    edit: (policy: PolicyText | null) => string | null | Promise<string | null>,
  ): Promise<void> {
    const file = this.#grantedFile(id)
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const content = await this.#files.read(file)
      const found = textOf(content, file)
      const text = await edit(found)
      if (text === null || text === found?.text) return
      if (await replaceFile(file, text, () => this.#files.isStill(file, content))) {
        if (found === null) await writePolicyMeta(this.#metaFile(id), file)
        return
      }
    }
    throw new CodedError('POLICY_BUSY', `'${file}' is being written by somebody else, try again`)
  }

  async #readCeiling(): Promise<ReadPolicy> {
    const { ceilingFile, isCeilingRequired = false } = this.#places
    if (ceilingFile === null) return { kind: 'missing' }
    const ceiling = await this.#files.read(ceilingFile)
    if (ceiling.kind === 'read' && countsUses(ceiling.policy)) {
      const message = `A ceiling is for good and counts nothing, remove 'uses' from '${ceilingFile}'`
      return { ...ceiling, kind: 'damaged', problem: new CodedError('POLICY_INVALID', message) }
    }
    if (ceiling.kind !== 'missing' || !isCeilingRequired) return ceiling
    const message = `There is no ceiling at '${ceilingFile}', write it or take its name out of the settings`
    return { kind: 'damaged', text: '', problem: new CodedError('CEILING_MISSING', message) }
  }

  async #readText(id: string): Promise<PolicyText | null> {
    const file = this.#grantedFile(id)
    return textOf(await this.#files.read(file), file)
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const { folder } = this.#places
    try {
      await makeFolder(folder)
      return await withFileLock(join(folder, LOCK_NAME), work)
    } catch (error) {
      if (error instanceof CodedError) throw error
      throw new CodedError(
        'POLICY_NOT_WRITABLE',
        `The policies in '${folder}' cannot be written: ${describeError(error)}; free space or change its permissions`,
        { cause: error },
      )
    }
  }

  #grantedFile(id: string): string {
    return this.#pathOf(id, '.policy.yaml')
  }

  #metaFile(id: string): string {
    return this.#pathOf(id, '.policy.meta.json')
  }

  #pathOf(id: string, ending: string): string {
    // An id comes from a model: `../x` must not leave the folder.
    if (!ID.test(id)) throw new CodedError('ID_INVALID', `'${id}' cannot be the id of a component`)
    return join(this.#places.folder, `${id}${ending}`)
  }
}

function textOf(content: ReadPolicy, file: string): PolicyText | null {
  if (content.kind === 'damaged') throw content.problem
  // A file without a document has nowhere to put a rule.
  return content.kind === 'missing' || content.policy === EMPTY_POLICY ? null : { text: content.text, file }
}
