import { textOfSize, wit } from '../../../tools/build-guests/ballast.ts'

export { wit }

/** About 3 MB of code. */
export const wat = textOfSize(3_000_000)
