// The demo company behind the real program: `rumb demo` in a data directory of its own, on any free port, with a fixed clock.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { startRumb, waitForEnd, waitForOutput } from '../cli/run-rumb.ts'

const root = resolve(import.meta.dirname, '../..')
const now = '2026-11-22T10:00:00Z'

export type Demo = { url: string; ownerLink: string; close: () => Promise<void> }

/** Builds the page when nobody has, so that the test also runs alone. */
async function ensurePage(): Promise<void> {
  if (existsSync(join(root, 'dist', 'web', 'index.html'))) return
  await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'error' })
}

export async function startDemo(): Promise<Demo> {
  const data = mkdtempSync(join(tmpdir(), 'rumb-page-'))
  const demo = await open(['demo', '--data', data], now)
  return { ...demo, close: () => demo.close().then(() => rmSync(data, { recursive: true, force: true })) }
}

/** The program over a data directory, at a moment. */
export const serveData = (data: string, at: string, env: Readonly<Record<string, string>> = {}): Promise<Demo> =>
  open(['serve', '--data', data], at, env)

async function open(args: string[], at: string, env: Readonly<Record<string, string>> = {}): Promise<Demo> {
  await ensurePage()
  const child = startRumb([...args, '--port', '0'], { RUMB_NOW: at, RUMB_LOG_LEVEL: 'error', ...env })
  const printed = await waitForOutput(child, /\/enter\?token=\S+/)
  const ownerLink = /http:\/\/\S+\/enter\?token=\S+/.exec(printed)?.[0] ?? ''
  return {
    url: new URL(ownerLink).origin,
    ownerLink,
    close: async () => {
      child.kill('SIGTERM')
      await waitForEnd(child)
    },
  }
}
