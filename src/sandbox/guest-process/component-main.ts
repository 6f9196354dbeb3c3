import { setFlagsFromString } from 'node:v8'

import { COMPONENT_FRAMES } from '../protocol/component-frames.ts'
import type { FromComponentProcess, ToComponentProcess } from '../protocol/component-protocol.ts'
import { FlowTable } from './egress/flow-table.ts'
import { GuestComponent, type GuestInstance } from './guest-component.ts'
import { HostChannel } from './host-channel.ts'
import { bindGlueGlobals } from './life/glue-globals.ts'
import { InstanceLife } from './life/instance-life.ts'
import { type CallEnd, describeStartFailure, runCall } from './run-call.ts'
import { StateRequests } from './state/state-requests.ts'

type OpenMessage = Extract<ToComponentProcess, { kind: 'open' }>
type CallMessage = Extract<ToComponentProcess, { kind: 'call' }>

/** How long no call may come before the host is told that the next instance is waiting. */
const READY_DELAY_MS = 20

interface RunningCall {
  /** Null until it is made. */
  instance: GuestInstance | null
}

/** The process of one component: opens it, keeps one instance waiting, gives each call an instance of its own. */
class ComponentProcessMain {
  readonly #channel = new HostChannel<ToComponentProcess, FromComponentProcess>(COMPONENT_FRAMES)
  readonly #flows = new FlowTable((message) => this.#send(message))
  readonly #stateRequests = new StateRequests((message) => this.#send(message))
  #component: Promise<GuestComponent> | null = null
  #limits: OpenMessage['limits'] | null = null
  #prepared: Promise<GuestInstance> | null = null
  #wasReady = false
  #readyTimer: NodeJS.Timeout | undefined
  readonly #running = new Map<number, RunningCall>()

  run(): void {
    this.#channel.listen((message) => this.#handle(message))
  }

  #handle(message: ToComponentProcess): void {
    switch (message.kind) {
      case 'open':
        void this.#open(message)
        return
      case 'call':
        void this.#call(message)
        return
      case 'drop':
        void this.#drop(message.id)
        return
      case 'egress':
        this.#flows.receive(message.flowId, message.message)
        return
      case 'state':
        this.#stateRequests.receive(message.requestId, message.reply)
    }
  }

  async #open(message: OpenMessage): Promise<void> {
    this.#limits = message.limits
    // Not on the command line: Node's own modules need larger tables while it starts.
    setFlagsFromString(`--wasm-max-table-size=${message.limits.tableEntries}`)
    this.#component = GuestComponent.open({
      ...message,
      flows: this.#flows,
      stateRequests: this.#stateRequests,
    })
    await this.#prepare()
  }

  /** Makes the next instance while nobody waits for it. */
  async #prepare(): Promise<void> {
    try {
      this.#prepared ??= this.#instantiate()
      await this.#prepared
      this.#sayReady()
    } catch (error) {
      this.#prepared = null
      this.#send({ kind: 'open-failed', ...describeStartFailure(error) })
    }
  }

  /** The host hears of the first instance at once, of later ones only when no call follows: it is one message a call less. */
  #sayReady(): void {
    clearTimeout(this.#readyTimer)
    if (this.#wasReady) this.#readyTimer = setTimeout(() => this.#send({ kind: 'ready' }), READY_DELAY_MS)
    else this.#send({ kind: 'ready' })
    this.#wasReady = true
  }

  async #instantiate(): Promise<GuestInstance> {
    const component = await this.#component
    if (component === null) throw new Error('A call came before the component was opened')
    return component.instantiate()
  }

  async #call({ id, target, args }: CallMessage): Promise<void> {
    clearTimeout(this.#readyTimer)
    const call: RunningCall = { instance: null }
    this.#running.set(id, call)
    setImmediate(() => {
      if (this.#running.size > 0) this.#send({ kind: 'waiting' })
    })
    const end = await this.#run(call, { id, target, args })
    // A call that was dropped has no one to answer to.
    if (!this.#running.has(id)) return
    call.instance?.files.settle()
    call.instance?.output.settle()
    await call.instance?.life.end()
    if (!this.#running.has(id)) return
    this.#forget(id)
    this.#send({ ...end, id })
  }

  async #drop(id: number): Promise<void> {
    const instance = this.#running.get(id)?.instance
    this.#forget(id)
    instance?.files.settle()
    instance?.output.settle()
    await instance?.life.end()
    this.#send({ kind: 'dropped', id })
  }

  async #run(call: RunningCall, { id, target, args }: Omit<CallMessage, 'kind'>): Promise<CallEnd> {
    try {
      const prepared = this.#prepared ?? this.#instantiate()
      this.#prepared = null
      const instance = await prepared
      if (!this.#running.has(id)) return abandon(instance)
      call.instance = instance
      instance.network.attach(id)
      instance.state.attach(id)
      instance.denials.attach((attempt) => this.#send({ kind: 'denied', id, attempt }))
      instance.files.attach((uses, others) => this.#send({ kind: 'used', id, uses, others }))
      instance.output.attach((stream, text) => this.#send({ kind: 'output', id, stream, text }))
      if (this.#limits === null) throw new Error('A call came before the limits')
      const send = (bytes: Uint8Array): void => this.#send({ kind: 'result', id, bytes })
      return await runCall(instance, { target, args, send }, this.#limits)
    } catch (error) {
      return { kind: 'failed', ...describeStartFailure(error) }
    }
  }

  #forget(id: number): void {
    if (this.#running.delete(id) && this.#running.size === 0) setImmediate(() => void this.#prepare())
  }

  #send(message: FromComponentProcess): void {
    this.#channel.send(message)
  }
}

/** The call was dropped while its instance was made: a guest that ran now would have no limit of time, and nobody to answer. */
async function abandon(instance: GuestInstance): Promise<CallEnd> {
  await instance.life.end()
  return { kind: 'failed', reason: 'trap', message: 'The call was dropped before it began' }
}

// The glue lets go of promises that a trap rejects; the call itself has been answered by then.
process.on('unhandledRejection', (error) => {
  if (!InstanceLife.isOverTrap(error)) process.stderr.write(`${String(error)}\n`)
})

bindGlueGlobals()

new ComponentProcessMain().run()
