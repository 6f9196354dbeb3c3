import { setImmediate } from 'node:timers/promises'

import { isCodedError } from '../../platform/coded-error.ts'
import { printDescription } from '../../wit/description/print-description.ts'
import { readDescription } from '../../wit/read-description.ts'
import {
  type FromInspectProcess,
  INSPECT_FRAMES,
  MAX_REFUSAL_CHARACTERS,
  type RefusalReason,
  type ToInspectProcess,
} from '../protocol/inspect-protocol.ts'
import { describeRefusal } from './describe-refusal.ts'
import { HostChannel } from './host-channel.ts'
import { ComponentInput } from './inspect/component-input.ts'
import { FileSender } from './inspect/file-sender.ts'
import { transpile } from './inspect/transpile.ts'
import { jcoOutput } from './jco-host.ts'
import { giveJcoOurWasiHost } from './jco-imports.ts'
import { unknownImports } from './wasi/index.ts'

/** Reads a stranger's component, makes it ready to run and sends what came of it. */
async function inspect(component: Uint8Array): Promise<FromInspectProcess> {
  const description = readDescription(component)
  const unknown = unknownImports([...description.world.imports])
  if (unknown.length > 0) return refusal('unknown-imports', unknown.join(', '))
  const text = printDescription(description)
  for (const file of [text, ...(await transpile(component, description.world))]) await sender.send(file)
  return { kind: 'made' }
}

async function answer(component: Uint8Array): Promise<FromInspectProcess> {
  try {
    return await inspect(component)
  } catch (error) {
    if (isCodedError(error, 'WIT_TOO_LARGE')) return refusal('types-too-large', describe(error))
    if (isCodedError(error)) return refusal('damaged', describe(error))
    // Our streams write a step later; only then is there what jco said last.
    await setImmediate()
    return refusal('invalid', describe(error))
  }
}

function refusal(reason: RefusalReason, message: string): FromInspectProcess {
  return { kind: 'refused', reason, message: message.slice(0, MAX_REFUSAL_CHARACTERS) }
}

function describe(error: unknown): string {
  return describeRefusal(error instanceof Error ? error.message : String(error), jcoOutput())
}

giveJcoOurWasiHost()
const channel = new HostChannel<ToInspectProcess, FromInspectProcess>(INSPECT_FRAMES)
const sender = new FileSender((message) => channel.send(message))
const input = new ComponentInput()
channel.listen((message) => {
  if (message.kind === 'written') return sender.written()
  const component = input.take(message)
  if (component !== null) void answer(component).then((end) => channel.send(end))
})
