/**
 * Runs every contender once a round, in turns and in changing order, so that a slow minute of the machine hits all of
 * them; returns what each came to, round by round.
 */
export async function inTurns<Name extends string, T>(
  rounds: number,
  contenders: Readonly<Record<Name, () => Promise<T>>>,
): Promise<Readonly<Record<Name, readonly T[]>>> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a record
  const names = Object.keys(contenders) as Name[]
  const results = new Map<Name, T[]>(names.map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      results.get(name)?.push(await contenders[name]())
    }
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made from the same keys above
  return Object.fromEntries(results) as Record<Name, T[]>
}
