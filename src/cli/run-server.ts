// What `serve` and `demo` share: start, say where, stay until a signal, stop in order.
import { AppError } from '../contract/errors.ts'
import type { CommandContext, ServerProgress } from './command.ts'
import { exitDone } from './exit-codes.ts'
import { openProgress } from './progress.ts'

export async function runServer(context: CommandContext, { withDemo }: { withDemo: boolean }): Promise<number> {
  if (context.args.length > 0) throw new AppError('bad_usage', `${context.args.join(' ')}: this command takes options only.`)
  const { told, isTold } = waitForSignal()
  const progress = openProgress({ ...context, write: (text) => process.stderr.write(text), clock: () => performance.now() })
  const onProgress: ServerProgress = (news) => {
    // Making the demo company takes a while: a signal ends it at the next news, and the making goes on with the next start.
    if (isTold()) throw new AppError('busy', 'Stopped before the start was done.')
    progress.show(news)
  }
  const server = await context.startServer(context.config, { withDemo, onProgress })
  progress.end()
  if (context.format === 'json') context.print(JSON.stringify({ url: server.url, owner_link: server.ownerLink }))
  else context.print(`Rumb: ${server.url}${server.ownerLink === null ? '' : `\nOne-time owner link: ${server.ownerLink}`}`)
  await told
  context.note('Stopping …')
  await server.close()
  return exitDone
}

/** The first signal stops in order, a third one at once; a terminal sends each to every process of its group. */
function waitForSignal(): { told: Promise<void>; isTold: () => boolean } {
  const { promise: told, resolve } = Promise.withResolvers<void>()
  let count = 0
  const heard = () => {
    count += 1
    resolve()
    if (count > 3) process.exit(130)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, heard)
  return { told, isTold: () => count > 0 }
}
