import { quantile } from '../report/quantile.ts'
import { timed } from './timed.ts'

/** How long calls took that were made one after the other, in milliseconds. */
export interface CallLatency {
  readonly p50: number
  readonly p99: number
}

type Call = () => Promise<unknown>

/** Makes `count` calls, one after the other. */
export async function measureLatency(call: Call, count: number): Promise<CallLatency> {
  const samples: number[] = []
  for (let made = 0; made < count; made++) samples.push(await timed(call))
  return { p50: quantile(samples, 0.5), p99: quantile(samples, 0.99) }
}

/** Makes `count` calls, always `atOnce` of them under way; returns calls per second. */
export async function measureThroughput(
  call: Call,
  { count, atOnce }: { readonly count: number; readonly atOnce: number },
): Promise<number> {
  let left = count
  const callUntilDone = async (): Promise<void> => {
    while (left-- > 0) await call()
  }
  const ms = await timed(() => Promise.all(Array.from({ length: atOnce }, callUntilDone)))
  return (count / ms) * 1000
}
