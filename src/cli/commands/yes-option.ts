import { Option } from 'commander'

/** `--yes`, where a person is asked. */
export function yesOption(): Option {
  return new Option(
    '--yes',
    "without a question, where 'unattended_grants' of the configuration file allows it",
  )
}
