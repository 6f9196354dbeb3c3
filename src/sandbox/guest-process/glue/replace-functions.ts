import { VALUES_IMPORT } from '../values/index.ts'
import { findFunction } from './glue-function.ts'
import { GlueChanged } from './glue-changed.ts'

/** A function of the generator's and what stands in its place. */
interface Replacement {
  readonly fingerprint: string
  readonly text: string
}

/** Helpers that convert values, each with its fingerprint and the function of ours that takes its place. */
const CONVERSIONS: Readonly<Record<string, readonly [fingerprint: string, ours: string]>> = {
  _liftFlatBool: ['d1df99ea8e9c5952', 'liftBool'],
  _liftFlatS8: ['73ea6d1b10eaddfc', 'liftS8'],
  _liftFlatU8: ['21636504aa1d1106', 'liftU8'],
  _liftFlatS16: ['018faf4d32721d08', 'liftS16'],
  _liftFlatU16: ['85bfb6e4649fea74', 'liftU16'],
  _liftFlatS32: ['132ae648a56ada22', 'liftS32'],
  _liftFlatU32: ['8ab012e35fa49fb6', 'liftU32'],
  _liftFlatS64: ['e5cadb4675c349b4', 'liftS64'],
  _liftFlatU64: ['bed2c49043dc0f52', 'liftU64'],
  _liftFlatFloat32: ['05c4d00bf35484cb', 'liftF32'],
  _liftFlatFloat64: ['7ec42262c0d412cb', 'liftF64'],
  _liftFlatChar: ['e84a262eb8dd1bc8', 'liftChar'],
  _liftFlatStringUTF8: ['f0e21b619f75de38', 'liftString'],
  _liftFlatStringUTF16: ['5c7def5df48939e8', 'liftString'],
  _liftFlatStringAny: ['d6f8adebd7aeeedc', 'liftString'],
  _liftFlatRecord: ['1bf89cbdb994102b', 'liftRecord'],
  _liftFlatTuple: ['31e35c45d9568bda', 'liftTuple'],
  _liftFlatVariant: ['343a3ebcd135af96', 'liftVariant'],
  _liftFlatEnum: ['477ffa59c02daf50', 'liftEnum'],
  _liftFlatOption: ['c3aac61ec520b81b', 'liftOption'],
  _liftFlatResult: ['cf8167fbbfc340b2', 'liftResult'],
  _liftFlatList: ['5296840d018d14f3', 'liftList'],
  _liftFlatMap: ['57db59f6eabdae2c', 'liftMap'],
  _liftFlatFlags: ['623b644bf33b30e0', 'liftFlags'],
  _lowerFlatBool: ['45626e6096f16464', 'lowerBool'],
  _lowerFlatS8: ['3bb92de00fc9879a', 'lowerS8'],
  _lowerFlatU8: ['52b551f7bc74cffa', 'lowerU8'],
  _lowerFlatS16: ['03e7a930724bf90b', 'lowerS16'],
  _lowerFlatU16: ['b39fd540462aea8b', 'lowerU16'],
  _lowerFlatS32: ['1177549151877d48', 'lowerS32'],
  _lowerFlatU32: ['394196ba5fd17dea', 'lowerU32'],
  _lowerFlatS64: ['863c2a7f6361ed9e', 'lowerS64'],
  _lowerFlatU64: ['f633ed5f4c50ce84', 'lowerU64'],
  _lowerFlatFloat32: ['e111dd1a5eb38471', 'lowerF32'],
  _lowerFlatFloat64: ['2cb750c778c9cdd4', 'lowerF64'],
  _lowerFlatChar: ['215a530f60e580c8', 'lowerChar'],
  _lowerFlatStringUTF8: ['10f61c081e50584a', 'lowerString'],
  _lowerFlatStringUTF16: ['424b56d9b64a2334', 'lowerString'],
  _lowerFlatStringAny: ['00e2164aeb173852', 'lowerString'],
  _lowerFlatRecord: ['357c803f77cc3b1d', 'lowerRecord'],
  _lowerFlatTuple: ['f333b438a29fea2d', 'lowerTuple'],
  _lowerFlatVariant: ['a28bb2f2933f13d9', 'lowerVariant'],
  _lowerFlatEnum: ['889e0da27f9c3bcc', 'lowerEnum'],
  _lowerFlatOption: ['af7063796c6907dd', 'lowerOption'],
  _lowerFlatResult: ['fe01cb31fd94fd04', 'lowerResult'],
  _lowerFlatList: ['5224195409bc820d', 'lowerList'],
  _lowerFlatMap: ['c5b556ba7d7e6bba', 'lowerMap'],
  _lowerFlatFlags: ['ace18a825591ba85', 'lowerFlags'],
}

/** Helpers that are called where a synchronous function gives a value back: core values are cut to the width of the type. */
const SMALL_RESULTS: Readonly<Record<string, Replacement>> = {
  clampGuest: {
    fingerprint: '2eba4408ae90118b',
    text: 'const clampGuest = (i, min, max) => { const count = max - min + 1; return (((i - min) % count) + count) % count + min; };',
  },
  // Called for what is neither 0 nor 1
  throwInvalidBool: { fingerprint: '33827806870ae5e9', text: 'const throwInvalidBool = () => true;' },
}

/** Tables of resources, whose representation may be 0 and whose types share their numbers in a component. */
const HANDLES: Readonly<Record<string, Replacement>> = {
  rscTableCreateOwn: {
    fingerprint: '69f4138a77cfdc5c',
    text: handleFunction('rscTableCreateOwn', 'createOwn'),
  },
  rscTableCreateBorrow: {
    fingerprint: '59d98ad362fc0b73',
    text: handleFunction('rscTableCreateBorrow', 'createBorrow'),
  },
  rscTableGet: { fingerprint: '4c9c5d72210b8798', text: handleFunction('rscTableGet', 'get') },
  rscTableRemove: {
    fingerprint: '79b01b71abfc63eb',
    text: `const rscTableRemove = (table, handle) => imports['${VALUES_IMPORT}'].handles.remove(table, handle, RESOURCE_SCOPE_TASKS);`,
  },
}

function handleFunction(name: string, ours: string): string {
  return `const ${name} = imports['${VALUES_IMPORT}'].handles.${ours};`
}

const REPLACEMENTS: Readonly<Record<string, Replacement>> = {
  ...SMALL_RESULTS,
  ...HANDLES,
  ...Object.fromEntries(
    Object.entries(CONVERSIONS).map(([name, [fingerprint, ours]]) => [
      name,
      { fingerprint, text: `const ${name} = imports['${VALUES_IMPORT}'].${ours};` },
    ]),
  ),
}

/** Any other helper that converts values than those of handles, which have tables of their own. */
const NOT_REPLACED =
  /function (_(?:lift|lower)Flat(?!(?:Own|Borrow|Future|Stream|ErrorContext)(?:Inner)?\()\w+)\(/

/** Puts functions of ours in the place of those of the generator that get values wrong. */
export function replaceFunctions(text: string): string {
  const found = Object.entries(REPLACEMENTS).flatMap(([name, replacement]) => {
    const there = findFunction(text, name)
    if (there === null) return []
    if (there.fingerprint !== replacement.fingerprint) throw new GlueChanged(`the function '${name}'`)
    return [{ ...there, text: replacement.text }]
  })
  let mended = ''
  let from = 0
  for (const { start, end, text: ours } of found.toSorted((left, right) => left.start - right.start)) {
    mended += text.slice(from, start) + ours
    from = end
  }
  mended += text.slice(from)
  const [, unknown] = NOT_REPLACED.exec(mended) ?? []
  if (unknown !== undefined) throw new GlueChanged(`the function '${unknown}'`)
  return mended
}
