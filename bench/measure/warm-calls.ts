import type { Client } from '@modelcontextprotocol/client'

import { quantile } from '../report/quantile.ts'
import { timed } from './timed.ts'
import { callTrivially } from './trivial-call.ts'

/** How long calls took that were made one after the other, in milliseconds. */
export interface CallLatency {
  readonly p50: number
  readonly p99: number
}

/** Makes `count` trivial calls, one after the other. */
export async function measureLatency(client: Client, count: number): Promise<CallLatency> {
  const samples: number[] = []
  for (let call = 0; call < count; call++) samples.push(await timed(() => callTrivially(client)))
  return { p50: quantile(samples, 0.5), p99: quantile(samples, 0.99) }
}

/** Makes `count` trivial calls, always `atOnce` of them under way; returns calls per second. */
export async function measureThroughput(
  client: Client,
  { count, atOnce }: { readonly count: number; readonly atOnce: number },
): Promise<number> {
  let left = count
  const callUntilDone = async (): Promise<void> => {
    while (left-- > 0) await callTrivially(client)
  }
  const ms = await timed(() => Promise.all(Array.from({ length: atOnce }, callUntilDone)))
  return (count / ms) * 1000
}
