import { rm } from 'node:fs/promises'

import { findDebianProgram } from '../../test/helpers/debian-program.ts'
import { DockerRegistry } from '../../test/helpers/registry/docker-registry.ts'
import { ratios } from '../measure/ratios.ts'
import { peakMemory, runProgram } from '../measure/run-program.ts'
import type { Measurement, Question } from '../question.ts'
import { TransferPlace } from '../servers/transfer-place.ts'

const SIZES = [1, 12, 200]
const BIG = 512
const AIM_OF_RATIO = 1.25
const AIM_OF_MEMORY = 150

/** How long whole commands take between files and a registry on loopback, against skopeo with the same bytes. */
export const TRANSFER: Question = {
  name: 'transfer',
  asks: 'How long do pull and push take against docker-registry on loopback, and how long does skopeo take for the same?',
  async answer({ quick, scratch }) {
    const binary = await findDebianProgram({ name: 'docker-registry', package: 'docker-registry' })
    await using source = await DockerRegistry.start(binary)
    await using target = await DockerRegistry.start(binary)
    const run = { place: await TransferPlace.open(scratch), source: source.host, target: target.host }
    const measurements: Measurement[] = []
    for (const size of quick ? SIZES.slice(0, 1) : SIZES) {
      const rounds: Round[] = []
      for (let round = 0; round < (quick ? 1 : 5); round += 1)
        rounds.push(await measureRound(run, size, round))
      measurements.push(...describe(size, rounds))
    }
    return quick ? measurements : [...measurements, await measureMemory(run)]
  },
}

interface Run {
  readonly place: TransferPlace
  /** Registries by `host:port`: what is pulled lies in the one, what is pushed goes to the other. */
  readonly source: string
  readonly target: string
}

/** In ms. */
interface Round {
  readonly pull: number
  readonly skopeoPull: number
  readonly push: number
  readonly skopeoPush: number
}

/** Other bytes each round: skopeo remembers which registry has which blob, and would have it mounted in place of sent. */
async function measureRound({ place, source, target }: Run, mib: number, round: number): Promise<Round> {
  const file = await place.writeComponent('source.wasm', mib)
  const [from, layout, pulled] = [`${source}/c${mib}:${round}`, place.path('layout'), place.path('pulled')]
  await runProgram(place.wassette('push', file, `oci://${from}`))
  await rm(layout, { recursive: true, force: true })
  await runProgram(place.skopeo(`docker://${from}`, `oci:${layout}:1`))
  await place.forget()
  await rm(pulled, { recursive: true, force: true })
  return {
    pull: await runProgram(place.wassette('pull', `oci://${from}`, place.path('pulled.wasm'), '--force')),
    skopeoPull: await runProgram(place.skopeo(`docker://${from}`, `oci:${pulled}:1`)),
    push: await runProgram(place.wassette('push', file, `oci://${target}/ours/c${mib}:${round}`)),
    skopeoPush: await runProgram(
      place.skopeo(`oci:${layout}:1`, `docker://${target}/theirs/c${mib}:${round}`),
    ),
  }
}

function describe(mib: number, rounds: readonly Round[]): readonly Measurement[] {
  const of = (name: keyof Round) => rounds.map((round) => round[name])
  const row = (what: string, samples: readonly number[]): Measurement => {
    return { name: `${mib} MiB, ${what}`, unit: 'ms', samples }
  }
  const ratio = (what: string, ours: keyof Round, theirs: keyof Round): Measurement => {
    const samples = ratios(of(ours), of(theirs))
    return { name: `${mib} MiB, ${what} ÷ skopeo`, unit: '×', samples, aim: AIM_OF_RATIO }
  }
  return [
    row('pull', of('pull')),
    row('pull by skopeo', of('skopeoPull')),
    ratio('pull', 'pull', 'skopeoPull'),
    row('push', of('push')),
    row('push by skopeo', of('skopeoPush')),
    ratio('push', 'push', 'skopeoPush'),
  ]
}

async function measureMemory({ place, source }: Run): Promise<Measurement> {
  const file = await place.writeComponent('source.wasm', BIG)
  const reference = `oci://${source}/big:1`
  await runProgram(place.wassette('push', file, reference))
  await place.forget()
  const peak = await peakMemory(place.wassette('pull', reference, place.path('pulled.wasm'), '--force'))
  return { name: `peak memory of a pull of ${BIG} MiB`, unit: 'MiB', samples: [peak], aim: AIM_OF_MEMORY }
}
