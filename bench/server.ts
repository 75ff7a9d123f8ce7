// A Rumb server of its own process for the benchmarks that speak HTTP: started, found, asked, stopped.
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

export type Server = { url: string; token: string; pid: number; stop: () => Promise<void> }

/** Starts a command of rumb and resolves when it has printed the owner link. */
export async function startServer(args: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<Server> {
  const child = spawn(process.execPath, [join(root, 'bin', 'rumb.mjs'), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...settings },
  })
  const link = await printedLink(child)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    url: link.origin,
    token: link.searchParams.get('token') ?? '',
    pid: child.pid ?? 0,
    stop: () => {
      child.kill('SIGTERM')
      return ended
    },
  }
}

function printedLink(child: ChildProcess): Promise<URL> {
  let text = ''
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`rumb ended with ${code}`)))
    child.stdout?.on('data', (chunk) => {
      text += String(chunk)
      const link = /https?:\/\/\S+\/enter\?token=\S+/.exec(text)
      if (link) resolve(new URL(link[0]))
    })
  })
}

/** Asks or sends; throws with the answer when it is refused. */
export async function ask(server: Server, path: string, body: object, workspace: string): Promise<unknown> {
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json', 'rumb-workspace': workspace },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return response.json()
}
