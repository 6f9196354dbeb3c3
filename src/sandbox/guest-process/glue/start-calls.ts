import { GlueChanged } from './glue-changed.ts'

const CALLER = 'const callerTaskMeta = getCurrentTask(callerComponentIdx);'
const NO_CALLER = "if (!callerTaskMeta) { throw new Error('missing current caller task metadata'); }"

const CALLER_OR_START = `const callerTaskMeta = getCurrentTask(callerComponentIdx) ?? {
  task: createNewCurrentTask({ componentIdx: callerComponentIdx, isAsync: false, entryFnName: 'start' })[0],
};`

/** Lets a core start function call another component: nothing of its own was called yet, so there is no task that calls. */
export function startCalls(text: string): string {
  const mended = text.replace(
    new RegExp(`${escaped(CALLER)}(?<between>\\s*)${escaped(NO_CALLER)}`),
    (_, between: string) => `${CALLER_OR_START}${between}`,
  )
  if (mended === text && text.includes('function _symmetricSyncGuestCallEnter(')) {
    throw new GlueChanged('how a component is entered')
  }
  return mended
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
