import type { FromComponentProcess, ToComponentProcess } from '../protocol.ts'
import { GuestComponent, type GuestInstance } from './guest-component.ts'
import { HostChannel } from './host-channel.ts'
import { runCall } from './run-call.ts'

type OpenMessage = Extract<ToComponentProcess, { kind: 'open' }>
type CallMessage = Extract<ToComponentProcess, { kind: 'call' }>

/** The process of one component: opens it, keeps one instance waiting, gives each call an instance of its own. */
class ComponentProcessMain {
  readonly #channel = new HostChannel<ToComponentProcess>()
  #component: Promise<GuestComponent> | null = null
  #limits: OpenMessage['limits'] | null = null
  #prepared: Promise<GuestInstance> | null = null
  #running = 0

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
    }
  }

  async #open(message: OpenMessage): Promise<void> {
    this.#limits = message.limits
    this.#component = GuestComponent.open(message)
    await this.#prepare()
  }

  /** Makes the next instance while nobody waits for it. */
  async #prepare(): Promise<void> {
    try {
      this.#prepared ??= this.#instantiate()
      await this.#prepared
      this.#send({ kind: 'ready' })
    } catch (error) {
      this.#prepared = null
      this.#send({ kind: 'open-failed', message: error instanceof Error ? error.message : String(error) })
    }
  }

  async #instantiate(): Promise<GuestInstance> {
    const component = await this.#component
    if (component === null) throw new Error('A call came before the component was opened')
    return component.instantiate()
  }

  async #call({ id, target, args }: CallMessage): Promise<void> {
    this.#running++
    setImmediate(() => {
      if (this.#running > 0) this.#send({ kind: 'waiting' })
    })
    try {
      await this.#runCall({ id, target, args })
    } finally {
      this.#running--
      if (this.#running === 0) setImmediate(() => void this.#prepare())
    }
  }

  async #runCall({ id, target, args }: Omit<CallMessage, 'kind'>): Promise<void> {
    try {
      const prepared = this.#prepared ?? this.#instantiate()
      this.#prepared = null
      const instance = await prepared
      instance.output.attach((stream, text) => this.#send({ kind: 'output', id, stream, text }))
      if (this.#limits === null) throw new Error('A call came before the limits')
      const end = await runCall(instance, { target, args }, this.#limits)
      instance.discard()
      this.#send({ ...end, id })
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      this.#send({ kind: 'failed', id, reason: 'trap', message })
    }
  }

  #send(message: FromComponentProcess): void {
    this.#channel.send(message)
  }
}

// The glue lets go of promises that a trap rejects; the call itself has been answered by then.
process.on('unhandledRejection', (error) => process.stderr.write(`${String(error)}\n`))

new ComponentProcessMain().run()
