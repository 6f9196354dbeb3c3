import { CodedError } from '../../platform/coded-error.ts'
import { ourCase, ourExtern, ourKey, ourLabel, ourParameter, ourRootExport } from './our-names.ts'

/** Longer names are cut in messages. */
const MAX_SHOWN_LENGTH = 100

/** Ours for each name of one component: two names of theirs are never one of ours. */
export class NameMap {
  readonly #theirs = new Map<string, string>()

  /** A name that is looked up nowhere outside of the component: of core modules, and what they import and export. */
  readonly inner = (name: string): string => this.#keep(name, ourLabel(name))
  readonly parameter = (name: string): string => this.#keep(name, ourParameter(name))
  readonly key = (name: string): string => this.#keep(name, ourKey(name))
  readonly case = (name: string): string => this.#keep(name, ourCase(name))
  readonly extern = (name: string): string => this.#keep(name, known(name, ourExtern(name)))
  readonly rootExport = (name: string): string => this.#keep(name, known(name, ourRootExport(name)))

  /** Injective, or names that were different could meet. */
  #keep(name: string, ours: string): string {
    const owner = this.#theirs.get(ours)
    if (owner === name) return ours
    if (owner !== undefined) throw refused(name, `it is too much like "${shown(owner)}"`)
    this.#theirs.set(ours, name)
    return ours
  }
}

function known(name: string, ours: string | null): string {
  if (ours === null) throw refused(name, 'it is of a form that WIT does not have')
  return ours
}

function refused(name: string, why: string): CodedError {
  return new CodedError(
    'COMPONENT_INVALID',
    `The component has the name "${shown(name)}", which cannot be used: ${why}`,
  )
}

function shown(name: string): string {
  return name.length <= MAX_SHOWN_LENGTH ? name : `${name.slice(0, MAX_SHOWN_LENGTH)}…`
}
