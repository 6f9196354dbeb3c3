/** The samples of one contender divided by those of another, round by round. */
export function ratios(samples: readonly number[], base: readonly number[]): readonly number[] {
  return samples.map((sample, round) => sample / (base[round] ?? Number.NaN))
}
