import { GlueChanged } from './glue-changed.ts'

const HOST_CALL =
  /if \(!task\.hasCallback\(\)\) \{\s*task\.resolve\(\[ret\]\);\s*task\.exit\(\);\s*return ret;\s*\}/g

const OWN_RESULT = `if (!task.hasCallback()) {
  if (!task.isResolvedState()) { task.resolve([ret]); }
  task.exit();
  const own = await task.completionPromise();
  if (task.getErrHandling() !== 'throw-result-err' || typeof own !== 'object') { return own; }
  if (own.tag === 'err') { throw new ComponentError(own.val); }
  return own.tag === 'ok' ? own.val : own;
}`

/**
 * Takes the result of an asynchronous function that waits on its stack from what it gave to `task.return`.
 *
 * The generator takes what its core function returns, which is nothing.
 */
export function stackfulResults(text: string): string {
  const mended = text
    .replace(HOST_CALL, OWN_RESULT)
    .replace(
      'preparedTask.resolve([callbackResult]);',
      'if (!preparedTask.isResolved()) { preparedTask.resolve([callbackResult]); }',
    )
  if (/task\.resolve\(\[ret\]\);\s*task\.exit\(\);\s*return ret;\s*\}\s*const componentState/.test(mended)) {
    throw new GlueChanged('the end of an asynchronous function')
  }
  return mended
}
