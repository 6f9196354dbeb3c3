/**
 * The table of one type of resource in one component, as generated code reads it too: at `2 * handle` the lends of what is owned, or
 * the scope of what is borrowed; behind it the representation, with a flag where it is owned.
 */
interface ResourceTable extends Array<number> {
  readonly _componentIdx?: number
  /** Whether the component made resources of this type: it is given what stands for them instead of handles. */
  definesType?: boolean
}

/** Marks what is owned, and in the first place of a pair that the handle is not in use. */
const FLAG = 1 << 30

/** What a handle stands for. */
interface Handle {
  readonly rep: number
  readonly scope: number
  readonly own: boolean
}

/** Borrows of a call that is not over, as generated code counts them. */
type BorrowTasks = ReadonlyMap<number, { removeBorrowedHandle(): void }>

/** Numbers that a component may be given next for a handle. */
interface Numbers {
  readonly free: number[]
  next: number
}

/** The handles of one instance of a component and of the components in it, whose types share their numbers. */
export class Handles {
  readonly #numbers = new Map<number | ResourceTable, Numbers>()

  /** `resource.new` */
  readonly newResource = (table: ResourceTable, rep: number): number => {
    table.definesType = true
    return this.createOwn(table, rep)
  }

  readonly createOwn = (table: ResourceTable, rep: number): number => {
    if (rep < 0 || rep >= FLAG) throw new WebAssembly.RuntimeError(`A resource is represented by ${rep}`)
    return this.#create(table, 0, rep | FLAG)
  }

  readonly createBorrow = (table: ResourceTable, rep: number, scope: number): number =>
    this.#create(table, scope, rep)

  /** @throws where there is no such handle */
  readonly get = (table: ResourceTable, handle: number): Handle => {
    const scope = table[handle << 1]
    const value = table[(handle << 1) + 1]
    const isThere = handle > 0 && scope !== undefined && value !== undefined && (scope & FLAG) === 0
    if (!isThere) throw new WebAssembly.RuntimeError(`unknown handle index ${handle >>> 0}`)
    return { rep: value & ~FLAG, scope, own: (value & FLAG) !== 0 }
  }

  readonly remove = (table: ResourceTable, handle: number, tasks: BorrowTasks): Handle => {
    const found = this.get(table, handle)
    if (found.own && found.scope !== 0) {
      throw new WebAssembly.RuntimeError('cannot remove owned resource while borrowed')
    }
    table[handle << 1] = FLAG
    this.#numbersOf(table).free.push(handle)
    if (!found.own) tasks.get(found.scope)?.removeBorrowedHandle()
    return found
  }

  #create(table: ResourceTable, scope: number, value: number): number {
    const numbers = this.#numbersOf(table)
    const handle = numbers.free.pop() ?? numbers.next++
    table[handle << 1] = scope
    table[(handle << 1) + 1] = value
    return handle
  }

  #numbersOf(table: ResourceTable): Numbers {
    const owner = table._componentIdx ?? table
    const numbers = this.#numbers.get(owner) ?? { free: [], next: 1 }
    this.#numbers.set(owner, numbers)
    return numbers
  }
}
