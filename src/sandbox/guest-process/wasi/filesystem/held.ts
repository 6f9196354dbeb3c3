import { type BigIntStats, closeSync, fstatSync, openSync } from 'node:fs'

/** What a new file may be at most; the umask of the host process takes from it. */
const NEW_FILE_MODE = 0o666

/** A file, folder or link that is held by itself, whatever happens to its name. */
export class Held implements Disposable {
  #fd: number | null
  /** As it was when it was found. */
  readonly stat: BigIntStats
  /** The path by which it was found. */
  readonly path: string

  /** `fd` is null where the platform can not open such a thing without side effects. */
  constructor(fd: number | null, stat: BigIntStats, path: string) {
    this.#fd = fd
    this.stat = stat
    this.path = path
  }

  /** Opens a path with flags of `open`. */
  static open(path: string, flags: number): Held {
    const fd = openSync(path, flags, NEW_FILE_MODE)
    return new Held(fd, fstatSync(fd, { bigint: true }), path)
  }

  get fd(): number | null {
    return this.#fd
  }

  get isFolder(): boolean {
    return this.stat.isDirectory()
  }

  get isFile(): boolean {
    return this.stat.isFile()
  }

  get isLink(): boolean {
    return this.stat.isSymbolicLink()
  }

  isSameAs(other: BigIntStats): boolean {
    return this.stat.dev === other.dev && this.stat.ino === other.ino
  }

  [Symbol.dispose](): void {
    if (this.#fd !== null) closeSync(this.#fd)
    this.#fd = null
  }
}
