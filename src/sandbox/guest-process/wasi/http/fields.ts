import { MAX_HEADERS, MAX_TEXT_LENGTH } from '../../../protocol/egress-protocol.ts'
import { GuestTrap } from '../guest-trap.ts'
import { MAX_FIELDS_BYTES } from '../limits.ts'
import { WitError } from '../wit-error.ts'

type Entry = readonly [name: string, value: Uint8Array]

/** RFC 9110, 5.6.2: the characters of a token. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/** RFC 7541, 4.1: what each entry counts for besides its text. */
const ENTRY_OVERHEAD_BYTES = 32

const DELETE = 0x7f
const SPACE = 0x20
const TAB = 0x09

/** The connection is ours: with these a guest could speak to a host other than the one that was decided on, or smuggle a request. */
const FORBIDDEN_NAMES = new Set([
  'connection',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
])

/** `wasi:http/types` `fields` of 0.2 and 0.3: headers or trailers, in order, with the casing they came in. */
export class Fields {
  #entries: readonly Entry[] = []
  #immutable = false

  /** @throws WitError with a `header-error` */
  static fromList(entries: readonly Entry[]): Fields {
    const fields = new Fields()
    for (const [name, value] of entries) fields.append(name, value)
    return fields
  }

  /** Fields that came over the network: what there is, though a guest may not set all of it. */
  static received(entries: readonly Entry[]): Fields {
    const fields = new Fields()
    fields.#entries = entries
    return fields
  }

  /** The same fields, for a reader that must not change them. */
  static frozen(fields: Fields): Fields {
    const copy = fields.clone()
    copy.#immutable = true
    return copy
  }

  get(name: string): Uint8Array[] {
    return this.#entries.filter(isNamed(name)).map(([, value]) => value)
  }

  has(name: string): boolean {
    return this.#entries.some(isNamed(name))
  }

  set(name: string, values: readonly Uint8Array[]): void {
    this.#checkChange(name)
    values.forEach(checkValue)
    this.#replace([...this.#without(name), ...values.map((value): Entry => [name, value])])
  }

  delete(name: string): void {
    this.#checkChange(name)
    this.#replace(this.#without(name))
  }

  /** 0.3 only. */
  getAndDelete(name: string): Uint8Array[] {
    const values = this.get(name)
    this.delete(name)
    return values
  }

  append(name: string, value: Uint8Array): void {
    this.#checkChange(name)
    checkValue(value)
    this.#replace([...this.#entries, [name, value]])
  }

  entries(): readonly Entry[] {
    return this.#entries
  }

  /** The name of `entries` in 0.3. */
  copyAll(): readonly Entry[] {
    return this.#entries
  }

  clone(): Fields {
    const copy = new Fields()
    copy.#entries = this.#entries
    return copy
  }

  #checkChange(name: string): void {
    if (this.#immutable) throw new WitError({ tag: 'immutable' })
    if (!TOKEN.test(name) || name.length > MAX_TEXT_LENGTH) throw new WitError({ tag: 'invalid-syntax' })
    if (FORBIDDEN_NAMES.has(name.toLowerCase())) throw new WitError({ tag: 'forbidden' })
  }

  #without(name: string): Entry[] {
    const named = isNamed(name)
    return this.#entries.filter((entry) => !named(entry))
  }

  #replace(entries: readonly Entry[]): void {
    const bytes = entries.reduce(
      (sum, [name, value]) => sum + name.length + value.length + ENTRY_OVERHEAD_BYTES,
      0,
    )
    if (entries.length > MAX_HEADERS) {
      throw new GuestTrap(`The component made ${entries.length} headers, the limit is ${MAX_HEADERS}`)
    }
    if (bytes > MAX_FIELDS_BYTES) {
      throw new GuestTrap(`The component made headers of ${bytes} bytes, the limit is ${MAX_FIELDS_BYTES}`)
    }
    this.#entries = entries
  }
}

function isNamed(name: string): (entry: Entry) => boolean {
  const lower = name.toLowerCase()
  return ([other]) => other.toLowerCase() === lower
}

function checkValue(value: Uint8Array): void {
  if (!value.every(isValueByte)) throw new WitError({ tag: 'invalid-syntax' })
}

/** RFC 9110, 5.5: no control character but the tab, so that no value ends its line. */
function isValueByte(byte: number): boolean {
  return byte === TAB || (byte >= SPACE && byte !== DELETE)
}
