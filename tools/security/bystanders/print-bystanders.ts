import type { Attack } from '../attack.ts'
import {
  type BystanderReport,
  type Bystanders,
  MOST_LATENCY_MS,
  MOST_MEMORY_BYTES,
} from './bystander-report.ts'

/** What others noticed of each attack, a line each: how long a call waited for the event loop of a server, and the server's memory. */
export function printBystanders(attacks: readonly Attack[], reports: readonly BystanderReport[]): string {
  const lines = attacks.flatMap((attack) =>
    reports.map((report) => {
      const found = report.of(attack)
      return `${attack.attack}: ${found === null ? 'its tests have no server' : print(found)}`
    }),
  )
  return ['What others noticed (p99 of a call at any moment, most memory of the server):', ...lines].join(
    '\n',
  )
}

/** Whether an attack held up the calls of others, on a quiet machine, or took the memory of the server. */
export function isNoticed(found: Bystanders | null): boolean {
  if (found === null) return false
  const { latencyMs, memoryBytes, isQuiet } = found
  return (isQuiet && latencyMs > MOST_LATENCY_MS) || memoryBytes > MOST_MEMORY_BYTES
}

function print(found: Bystanders): string {
  const { latencyMs, memoryBytes, isQuiet } = found
  const noise = isQuiet ? '' : ', on a machine that was not quiet'
  const verdict = isNoticed(found) ? ', TOO MUCH' : ''
  return `${latencyMs} ms, ${Math.round(memoryBytes / 2 ** 20)} MiB${noise}${verdict}`
}
