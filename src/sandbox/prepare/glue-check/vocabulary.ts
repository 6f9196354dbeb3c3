import type { FixedBlock } from './fixed-blocks.ts'
import { BLOCKS, KINDS, TEXTS, WORDS } from './pinned-vocabulary.ts'
import { wasiWords } from './glue-words.ts'

/** What the pinned generator writes. */
export interface GlueVocabulary {
  /** What is the same for every component, by the hash of the first line. */
  readonly blocks: ReadonlyMap<string, readonly FixedBlock[]>
  /** Kinds of syntax in all the rest. */
  readonly kinds: ReadonlySet<string>
  /** Names in all the rest, without numbers and names of ours. */
  readonly words: ReadonlySet<string>
  /** Words of texts. */
  readonly texts: ReadonlySet<string>
}

/** Reads the list that `npm run glue-vocabulary -- --write` keeps. */
export function pinnedVocabulary(): GlueVocabulary {
  const blocks = BLOCKS.trim()
    .split('\n')
    .map((line): FixedBlock => {
      const [head = '', length, hash = ''] = line.trim().split(' ')
      return { head, length: Number(length), hash }
    })
  const words = new Set([...WORDS.trim().split(/\s+/), ...wasiWords()])
  return {
    blocks: Map.groupBy(blocks, ({ head }) => head),
    kinds: new Set(KINDS.trim().split(/\s+/)),
    words,
    texts: new Set([...words, ...TEXTS.trim().split(/\s+/)]),
  }
}
