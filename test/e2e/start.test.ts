// The newcomer's first command on a copy of the project without anything built: it builds, makes the demo company, serves it
// and lets in by the printed link; the second start builds and makes nothing. Installing is left out: the packages are linked.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const copy = mkdtempSync(join(tmpdir(), 'rumb-start-'))
const data = join(copy, 'data')
let running: ChildProcess | undefined

afterAll(() => {
  running?.kill('SIGKILL')
  rmSync(copy, { recursive: true, force: true })
})

/** The files of the project as they are, without what is built or installed. */
function copyProject(): void {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, maxBuffer: 64_000_000 })
  for (const file of listed.toString().split('\0')) {
    if (file !== '' && file !== 'node_modules' && existsSync(join(root, file))) cpSync(join(root, file), join(copy, file))
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
}

type Started = { link: string; said: string; stop(): Promise<void> }

async function start(): Promise<Started> {
  const child = spawn(process.execPath, [join(copy, 'scripts', 'start.mjs'), '--data', data, '--port', '0'], { cwd: copy, detached: true })
  running = child
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  child.once('close', () => end())
  const { promise, resolve: ready, reject } = Promise.withResolvers<Started>()
  let said = ''
  const hear = (text: string) => {
    said += text
    const link = /http:\/\/\S+\/enter\?token=\S+/.exec(said)?.[0]
    if (link === undefined) return
    const stop = async () => {
      child.kill('SIGTERM')
      await ended
    }
    ready({ link, said, stop })
  }
  child.stdout.setEncoding('utf8').on('data', hear)
  child.stderr.setEncoding('utf8').on('data', hear)
  child.once('close', (code) => reject(new Error(`npm start ended with ${code}:\n${said}`)))
  return promise
}

async function enter(link: string): Promise<(path: string) => Promise<Response>> {
  const entered = await fetch(link, { redirect: 'manual' })
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? ''
  return (path) => fetch(new URL(path, link), { headers: { cookie } })
}

it('goes from nothing to a page full of figures by one command, and quickly the second time', { timeout: 300_000 }, async () => {
  copyProject()
  const first = await start()
  expect(first.said).toContain('Building')
  const get = await enter(first.link)
  expect(await (await get('/')).text()).toContain('<div id="root">')
  expect(await (await get('/api/workspaces')).json()).toEqual({ workspaces: [{ id: 'demo', name: 'demo', demo: true }] })
  await first.stop()

  const second = await start()
  expect(second.said).not.toContain('Building')
  expect(second.said).not.toContain('demo company')
  expect((await (await enter(second.link))('/api/kpis')).status).toBe(200)
  await second.stop()
})
