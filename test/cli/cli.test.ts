// The command line as a shell sees it: streams, exit codes, and the same answers with and without a running server.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runRumb, startRumb, waitForEnd, waitForOutput } from './run-rumb.ts'

const directory = mkdtempSync(join(tmpdir(), 'rumb-cli-'))
const data = ['--data', directory]
const json = ['--format', 'json']
const serverFile = join(directory, 'server.json')

afterAll(() => rmSync(directory, { recursive: true, force: true }))

describe('without touching data', () => {
  it('prints help for everything and for one command', async () => {
    const [all, one] = await Promise.all([runRumb(['--help']), runRumb(['query', '--help'])])
    expect(all).toMatchObject({ code: 0, err: '' })
    expect(all.out).toContain('import')
    expect(one.out).toContain('--grain')
  })

  it.each<[string, string[]]>([
    ['an unknown command', ['qery']],
    ['an unknown option', ['query', 'leads', '--grian', 'month']],
    ['an unknown format', ['config', '--format', 'xml']],
    ['an unknown language', ['config', '--lang', 'de']],
    ['an import without a source', ['import', 'somewhere']],
    ['a filter that is no pair', ['query', 'leads', '--where', 'person', '--data', directory]],
  ])('%s is wrong usage: exit code 2, one message, nothing on stdout', async (_, args) => {
    const { code, out, err } = await runRumb(args)
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err).not.toContain('    at ')
  })

  it('prints the configuration as one JSON document and hides passwords', async () => {
    const { code, out, err } = await runRumb(['config', ...json, ...data], {
      RUMB_POSTGRES_URL: 'postgres://me:sesame@db.example/rumb',
      RUMB_SECRET: 'sesame sesame sesame sesame sesame',
    })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).not.toContain('sesame')
    const { settings } = JSON.parse(out) as { settings: { env: string; value: string }[] }
    expect(settings.find(({ env }) => env === 'RUMB_DATA')?.value).toBe(directory)
  })
})

describe('on a data directory', () => {
  it('says what to do when there is no workspace', async () => {
    const { code, err } = await runRumb(['sources', ...data])
    expect(code).toBe(2)
    expect(err).toContain('rumb import')
  })

  it('changes settings, and nothing when one of them is wrong', async () => {
    const changed = await runRumb(['settings', 'currency=USD', '--workspace', 'acme', ...data])
    expect(changed.code).toBe(0)
    expect(changed.out).toContain('currency: USD')
    const refused = await runRumb(['settings', 'currency=EUR', 'timezone=Nowhere', '--workspace', 'acme', ...data])
    expect(refused.code).toBe(2)
    expect(refused.err).toContain('timezone')
    expect(JSON.parse((await runRumb(['settings', ...data, ...json])).out)).toMatchObject({ currency: 'USD' })
  })

  it('tells what is not as it must be: exit code 1, and everything that was looked at', async () => {
    const { code, out } = await runRumb(['doctor', ...data, ...json], { RUMB_POSTGRES_URL: 'postgres://nobody@127.0.0.1:1/none' })
    const { ok, checks } = JSON.parse(out) as { ok: boolean; checks: { check: string; state: string }[] }
    expect({ code, ok }).toEqual({ code: 1, ok: false })
    expect(checks.map(({ check, state }) => [check, state])).toContainEqual(['engines', 'failing'])
    expect(checks.map(({ check, state }) => [check, state])).toContainEqual(['data', 'ok'])
  })

  it('looks at a directory that is not there without making it', async () => {
    const absent = join(directory, 'absent')
    expect((await runRumb(['doctor', '--data', absent])).code).toBe(0)
    expect(existsSync(absent)).toBe(false)
  })

  it('cannot reach an engine that is not there: exit code 4', async () => {
    const { code, out } = await runRumb(['sources', ...data], { RUMB_POSTGRES_URL: 'postgres://nobody@127.0.0.1:1/none' })
    expect({ code, out }).toEqual({ code: 4, out: '' })
  })
})

describe('beside a running server', () => {
  let server: ChildProcess
  let printed: { url: string; owner_link: string }

  beforeAll(async () => {
    server = startRumb(['serve', '--port', '0', ...data, ...json])
    printed = JSON.parse(await waitForOutput(server, /\n/))
  })
  afterAll(() => server.kill('SIGKILL'))

  it('keeps its address and token for the owner of the directory only', () => {
    expect(statSync(serverFile).mode & 0o777).toBe(0o600)
    expect(JSON.parse(readFileSync(serverFile, 'utf8'))).toMatchObject({ url: printed.url, pid: server.pid })
  })

  it('lets in by the printed link', async () => {
    const entered = await fetch(printed.owner_link, { redirect: 'manual' })
    expect(entered.status).toBe(303)
  })

  it('asks the server: the same answers, changes and refusals', async () => {
    expect(JSON.parse((await runRumb(['settings', ...data, ...json])).out)).toMatchObject({ currency: 'USD' })
    expect((await runRumb(['settings', 'currency=EUR', '--workspace', 'acme', ...data])).out).toContain('currency: EUR')
    const refused = await runRumb(['settings', 'timezone=Nowhere', '--workspace', 'acme', ...data])
    expect(refused.code).toBe(2)
    expect(refused.err).toContain('timezone')
    expect((await runRumb(['sources', '--workspace', 'nobody', ...data])).code).toBe(2)
  })

  it('answers a program that speaks MCP, line by line, and refuses without ending', async () => {
    const lines = [
      { id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18' } },
      { method: 'notifications/initialized' },
      { id: 2, method: 'tools/list' },
      { id: 3, method: 'tools/call', params: { name: 'query', arguments: { kpis: ['leads'] } } },
      { id: 4, method: 'tools/call', params: { name: 'query', arguments: { kpis: ['no_such'] } } },
      { id: 5, method: 'tools/call', params: { name: 'plans', arguments: { metric: 'revenue', target: 1 } } },
      { id: 6, method: 'tools/call', params: { name: 'keyAdd', arguments: {} } },
    ].map((message) => JSON.stringify({ jsonrpc: '2.0', ...message }))
    const { code, out } = await runRumb(['mcp', '--workspace', 'acme', ...data], {}, `${lines.join('\n')}\nno json\n`)
    const told = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(code).toBe(0)
    expect(told.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, null])
    expect(told[0].result).toMatchObject({ protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'rumb' } })
    expect(told[1].result.tools.filter(({ inputSchema }: { inputSchema: { type: string } }) => inputSchema.type !== 'object')).toEqual([])
    expect(JSON.parse(told[2].result.content[0].text)).toMatchObject({ workspace: 'acme', total: { leads: { value: 0 } } })
    expect(told[3].result).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('no_such') }] })
    expect(told[4].result.isError).toBe(true)
    expect(told.slice(5).map(({ error }) => error.code)).toEqual([-32602, -32700])
  })

  it('is well beside it', async () => {
    const { code, out } = await runRumb(['doctor', ...data, ...json])
    expect({ code, ok: JSON.parse(out).ok }).toEqual({ code: 0, ok: true })
    expect(out).toContain(printed.url)
  })

  it('makes keys and links that open it, and revokes them', async () => {
    const workspace = ['--workspace', 'acme']
    const made = await runRumb(['keys', 'add', 'robot', '--role', 'analyst', ...workspace, ...data])
    expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^rumb_\S{43}\n$/) })
    const ask = async () => (await fetch(`${printed.url}/api/settings`, { headers: { authorization: `Bearer ${made.out.trim()}` } })).status
    expect(await ask()).toBe(200)
    const { keys } = JSON.parse((await runRumb(['keys', 'list', ...workspace, ...data, ...json])).out) as { keys: { id: string }[] }
    expect(keys).toEqual([expect.objectContaining({ name: 'robot', role: 'analyst', expires_at: null })])
    expect((await runRumb(['keys', 'revoke', keys[0]?.id ?? '', ...workspace, ...data])).code).toBe(0)
    expect(await ask()).toBe(401)
    const invited = await runRumb(['users', 'invite', '--role', 'analyst', '--email', 'ann@acme.example', ...workspace, ...data])
    expect(invited.out).toMatch(new RegExp(`^${printed.url}/join#token=\\S+\\n$`))
    const owner = (await runRumb(['users', 'link', ...data])).out.trim()
    expect((await fetch(owner, { redirect: 'manual' })).headers.get('location')).toBe('/welcome')
    expect((await runRumb(['keys', 'add', 'robot', '--role', 'rep', ...workspace, ...data])).code).toBe(2)
  }, 300_000)

  it('is not joined by a second server: exit code 4 and the address of the first', async () => {
    const { code, err } = await runRumb(['serve', '--port', '0', ...data])
    expect(code).toBe(4)
    expect(err).toContain(printed.url)
  })

  it('is not backed up while it runs: exit code 4', async () => {
    const { code, err } = await runRumb(['backup', `${directory}.tar.gz`, ...data])
    expect(code).toBe(4)
    expect(err).toContain(printed.url)
  })

  it('ends on a signal with everything put away', async () => {
    const ended = waitForEnd(server)
    server.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(existsSync(serverFile)).toBe(false)
  })

  it('is backed up as one file and restored elsewhere, and over nothing', async () => {
    const file = join(directory, '..', `${basename(directory)}.tar.gz`)
    const copy = `${directory}-copy`
    const made = await runRumb(['backup', file, ...data, ...json])
    expect(made).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(made.out)).toEqual({ file, bytes: statSync(file).size })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect((await runRumb(['backup', file, ...data])).code).toBe(2)
    expect((await runRumb(['backup', join(directory, 'inside.tar.gz'), ...data])).code).toBe(2)
    expect((await runRumb(['restore', file, ...data])).err).toContain('holds data already')
    const restored = await runRumb(['restore', file, '--data', copy, ...json])
    expect(JSON.parse(restored.out)).toEqual({ data: copy, workspaces: ['acme'] })
    expect(JSON.parse((await runRumb(['settings', '--data', copy, ...json])).out)).toMatchObject({ currency: 'EUR' })
    writeFileSync(file, 'no backup')
    expect(await runRumb(['restore', file, '--data', `${copy}-2`])).toMatchObject({ code: 2, out: '' })
    for (const path of [file, copy]) rmSync(path, { recursive: true, force: true })
  }, 300_000)

  it('is not believed to run when only its record is left', async () => {
    writeFileSync(serverFile, JSON.stringify({ pid: 2 ** 22 + 1, url: 'http://127.0.0.1:1', token: 'x' }))
    expect(JSON.parse((await runRumb(['settings', ...data, ...json])).out)).toMatchObject({ currency: 'EUR' })
  })

  it('waits for a server that is too busy to answer at once, and opens nothing beside it', async () => {
    const busy = createServer((request, response) => {
      if (request.url !== '/api/health') response.end(JSON.stringify({ sources: [] }))
    }).listen(0, '127.0.0.1')
    await once(busy, 'listening')
    const { port } = busy.address() as AddressInfo
    writeFileSync(serverFile, JSON.stringify({ pid: process.pid, url: `http://127.0.0.1:${port}`, token: 'x' }))
    expect(await runRumb(['sources', ...data, ...json])).toMatchObject({ code: 0, out: '{"sources":[]}\n' })
    busy.closeAllConnections()
    busy.close()
    rmSync(serverFile)
  })
})
