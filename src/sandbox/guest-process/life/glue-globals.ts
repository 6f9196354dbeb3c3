import { instantiateCore, nativeOf } from './guarded-core.ts'
import { InstanceLife } from './instance-life.ts'

/**
 * Binds what generated glue finds in its global scope to the life of the instance that it works for: when that is over, the
 * glue enters no guest, wakes none, and none of its timers fires.
 */
export function bindGlueGlobals(): void {
  const { Suspending, promising } = WebAssembly
  Object.assign(WebAssembly, {
    Instance: function (module: WebAssembly.Module, imports?: WebAssembly.Imports) {
      return instantiateCore(module, imports, currentLife())
    },
    Suspending: function (fn: Function) {
      return new Suspending(currentLife().guardSuspending(fn))
    },
    promising: (fn: unknown) => currentLife().guardEntry(promising(nativeOf(fn) ?? fn)),
  })
  Object.assign(globalThis, { setTimeout: lastingForLife(setTimeout), FinalizationRegistry: NoFinalizers })
}

function currentLife(): InstanceLife {
  const life = InstanceLife.current
  if (life === undefined) throw new TypeError('The glue works for no instance')
  return life
}

function lastingForLife(start: typeof setTimeout): Function {
  return (callback: (...args: unknown[]) => void, milliseconds?: number, ...args: unknown[]) => {
    const life = InstanceLife.current
    const fire = (): void => {
      if (life?.isOver !== true) callback(...args)
    }
    return start(fire, milliseconds)
  }
}

/** A destructor of a guest, whenever the garbage is collected: an instance lives for one call and is thrown away with all that it has. */
class NoFinalizers {
  register(): void {}

  unregister(): void {}
}
