import {
  MAX_DENIED_CHARACTERS,
  MAX_DENIED_KEY_CHARACTERS,
  MAX_FAILURE_CHARACTERS,
  MAX_FILE_USES,
  MAX_OUTPUT_CHARACTERS,
  MAX_USED_CHARACTERS,
  type FromComponentProcess,
} from './component-protocol.ts'
import { MAX_HEADER_BYTES, MAX_HEADERS, MAX_TEXT_LENGTH } from './egress-protocol.ts'
import { MAX_PIECE_BYTES } from '../../wit/wire/wire-tags.ts'
import type { FrameLimit } from './sandbox-frames.ts'
import { MAX_BUCKET_BYTES, MAX_KEY_BYTES, MAX_REQUEST_BYTES, MAX_REQUEST_KEYS } from './state-protocol.ts'

/** Keys, tags, lengths and numbers of one message, all together; more where there are lists. */
const ENVELOPE_BYTES = 512

/** What a value costs beside its own bytes: a tag and a length. */
const VALUE_BYTES = 6

/** The fields of one use of a file, but for its path. */
const USE_BYTES = 80

/** A message that is a few fields. */
const SMALL: FrameLimit = { bytes: ENVELOPE_BYTES, values: 8 }

/** A message with so many UTF-16 units of text. */
function withText(characters: number): FrameLimit {
  return { bytes: ENVELOPE_BYTES + 3 * characters, values: 8 }
}

/** A piece of a result. */
const RESULT_PIECE: FrameLimit = { bytes: ENVELOPE_BYTES + MAX_PIECE_BYTES, values: 8 }

const HEADER_VALUES = 3 * MAX_HEADERS

/** What each message of a component process may be: no more than our own code makes of it. */
export const COMPONENT_FRAMES = {
  ready: SMALL,
  'open-failed': withText(MAX_FAILURE_CHARACTERS),
  waiting: SMALL,
  dropped: SMALL,
  result: RESULT_PIECE,
  returned: RESULT_PIECE,
  failed: withText(MAX_FAILURE_CHARACTERS),
  output: withText(MAX_OUTPUT_CHARACTERS),
  denied: withText(Math.max(MAX_DENIED_CHARACTERS, MAX_DENIED_KEY_CHARACTERS)),
  used: {
    bytes: ENVELOPE_BYTES + 3 * (MAX_USED_CHARACTERS + MAX_DENIED_CHARACTERS) + USE_BYTES * MAX_FILE_USES,
    values: 8 + 5 * MAX_FILE_USES,
  },
  // A method, an authority, a path and headers.
  egress: {
    bytes: ENVELOPE_BYTES + 3 * 3 * MAX_TEXT_LENGTH + MAX_HEADER_BYTES + VALUE_BYTES * HEADER_VALUES,
    values: 64 + HEADER_VALUES,
  },
  state: {
    bytes:
      ENVELOPE_BYTES +
      MAX_BUCKET_BYTES +
      MAX_REQUEST_BYTES +
      MAX_REQUEST_KEYS * (MAX_KEY_BYTES + 3 * VALUE_BYTES),
    values: 16 + 3 * MAX_REQUEST_KEYS,
  },
} as const satisfies Readonly<Record<FromComponentProcess['kind'], FrameLimit>>
