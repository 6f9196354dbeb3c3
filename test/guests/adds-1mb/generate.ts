import { textOfSize, wit } from '../../../tools/build-guests/ballast.ts'

export { wit }

/** About 1 MB of code. */
export const wat = textOfSize(1_000_000)
