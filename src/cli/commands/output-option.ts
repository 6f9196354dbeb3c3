import { Option } from 'commander'

import { OUTPUT_FORMATS } from '../output/output-format.ts'

/** `-o, --output-format`, JSON unless told otherwise. */
export function outputOption(): Option {
  return new Option('-o, --output-format <format>', 'how to print the result')
    .choices(OUTPUT_FORMATS)
    .default('json')
}
