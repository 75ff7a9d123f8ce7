// Long work told line by line: news of the progress as JSON, then the answer or a problem.
import type { Context } from 'hono'
import { stream } from 'hono/streaming'
import type { ImportNews } from '../../contract/imports.ts'
import type { HttpEnv } from '../http-env.ts'
import { problemResponse } from '../problem.ts'

const aliveMs = 20_000

export function tellProgress(context: Context<HttpEnv>, work: (onNews: (news: ImportNews) => void) => Promise<unknown>): Response {
  context.header('content-type', 'application/x-ndjson')
  return stream(context, async (out) => {
    const say = (message: unknown) => out.write(`${JSON.stringify(message)}\n`)
    // A long derivation has no news; an empty line now and then keeps the asker from giving up.
    const alive = setInterval(() => void out.write('\n'), aliveMs)
    const [done] = await Promise.allSettled([work((news) => void say({ news }))])
    clearInterval(alive)
    if (done.status === 'fulfilled') await say({ answer: done.value })
    else await say({ problem: await problemResponse(context, done.reason).json() })
  })
}
