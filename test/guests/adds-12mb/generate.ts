import { textOfSize, wit } from '../../../tools/build-guests/ballast.ts'

export { wit }

/** About 12 MB of code. */
export const wat = textOfSize(12_000_000)
