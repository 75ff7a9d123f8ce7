// The walls of the house: which folder may import which, no cycles, pure folders stay pure.
import { offence, type Rule } from './rule.ts'
import { type SourceFile, walkNodes } from './source-tree.ts'

/** Each room with the rooms it may import besides itself. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  'src/contract': [],
  'src/stats': ['src/contract'],
  'src/kpi': ['src/contract', 'src/stats'],
  'src/speech': ['src/contract'],
  'src/warehouse': ['src/contract', 'src/kpi', 'src/stats'],
  'src/store': ['src/contract', 'src/kpi', 'src/stats'],
  'src/sources': ['src/contract', 'src/kpi', 'src/stats'],
  'src/notify': ['src/contract', 'src/kpi', 'src/stats'],
  'src/config.ts': ['src/contract'],
  demo: ['src/contract', 'src/stats'],
  'src/app': [
    'src/contract',
    'src/kpi',
    'src/stats',
    'src/speech',
    'src/warehouse',
    'src/store',
    'src/sources',
    'src/notify',
    'src/config.ts',
    'demo',
  ],
  'src/http': ['src/contract', 'src/app', 'src/config.ts'],
  'src/cli': ['src/contract', 'src/app', 'src/config.ts'],
  'src/main.ts': ['src/contract', 'src/app', 'src/http', 'src/cli', 'src/config.ts'],
  web: ['src/contract'],
}
const rooms = Object.keys(arrows)
const pureRooms = ['src/contract', 'src/kpi', 'src/stats', 'src/speech']
const isTest = (path: string) => path.endsWith('.test.ts') || path.startsWith('test/')

function roomOf(path: string): string | undefined {
  return rooms.find((room) => path === room || path.startsWith(`${room}/`))
}

const isLocal = (to: string) => /^(src|demo|web|test|bench|scripts|bin)\//.test(to) || to === 'src/main.ts'

export const arrowRule: Rule = {
  name: 'arrows between rooms only go down, and adapters and doors do not import each other',
  check: ({ sources }) =>
    sources
      .filter(({ path }) => !isTest(path))
      .flatMap(({ path, imports }) => {
        const from = roomOf(path)
        if (from === undefined) return []
        return imports
          .filter(({ to }) => isLocal(to) && roomOf(to) !== from && !arrows[from]?.includes(roomOf(to) ?? ''))
          .map(({ to, line }) => offence(path, `${line}: imports ${to}`))
      }),
  bad: [
    { 'src/kpi/a.ts': "import { b } from '../warehouse/b.ts'", 'src/warehouse/b.ts': '' },
    { 'src/store/a.ts': "export { b } from '../warehouse/b.ts'" },
    { 'src/http/a.ts': "const b = await import('../cli/b.ts')" },
    { 'web/a.tsx': "import type { House } from '../src/app/open-house.ts'" },
    { 'src/app/a.ts': "import { b } from '../../test/b.ts'" },
  ],
  good: { 'src/app/a.ts': "import { b } from '../warehouse/b.ts'", 'web/a.ts': "import type { Cell } from '../src/contract/answer.ts'" },
}

function findCycle(files: ReadonlyMap<string, SourceFile>): string[] | null {
  const done = new Set<string>()
  const trail: string[] = []
  const visit = (path: string): string[] | null => {
    const seen = trail.indexOf(path)
    if (seen >= 0) return [...trail.slice(seen), path]
    if (done.has(path)) return null
    trail.push(path)
    for (const { to } of files.get(path)?.imports ?? []) {
      const cycle = files.has(to) ? visit(to) : null
      if (cycle) return cycle
    }
    trail.pop()
    done.add(path)
    return null
  }
  for (const path of files.keys()) {
    const cycle = visit(path)
    if (cycle) return cycle
  }
  return null
}

export const cycleRule: Rule = {
  name: 'no import cycles, of types neither',
  check: ({ sources }) => {
    const cycle = findCycle(new Map(sources.map((source) => [source.path, source])))
    return cycle ? [offence(cycle[0] ?? '', cycle.join(' -> '))] : []
  },
  bad: [{ 'src/kpi/a.ts': "import './b.ts'", 'src/kpi/b.ts': "import type { A } from './c.ts'", 'src/kpi/c.ts': "export * from './a.ts'" }],
  good: { 'src/kpi/a.ts': "import './b.ts'; import './c.ts'", 'src/kpi/b.ts': "import './c.ts'", 'src/kpi/c.ts': '' },
}

export const pureRule: Rule = {
  name: 'contract, kpi, stats and speech do no I/O and nothing async',
  check: ({ sources }) =>
    sources
      .filter(({ path }) => !isTest(path) && pureRooms.includes(roomOf(path) ?? ''))
      .flatMap(({ path, imports, program }) => {
        const found = imports.filter(({ to }) => to.startsWith('node:')).map(({ to }) => offence(path, `imports ${to}`))
        walkNodes(program, (node) => {
          if (node.async === true || node.type === 'AwaitExpression') found.push(offence(path, `async at ${node.start}`))
        })
        return found
      }),
  bad: [
    { 'src/kpi/a.ts': "import { readFileSync } from 'node:fs'" },
    { 'src/stats/a.ts': 'export const a = async () => 1' },
    { 'src/contract/a.ts': 'export async function a() {}' },
  ],
  good: { 'src/kpi/a.ts': 'export const a = () => 1', 'src/app/a.ts': 'export async function a() { await 1 }' },
}

/** Rooms below `app`: time and chance arrive as arguments. */
const timelessRooms = [...pureRooms, 'src/warehouse', 'src/store', 'src/sources', 'src/notify', 'demo']
const clocks = new Set(['Date.now', 'Math.random', 'performance.now', 'process.hrtime', 'Temporal.Now', 'crypto.randomUUID'])
const chances = new Set(['randomUUID', 'randomBytes', 'randomInt', 'getRandomValues'])

export const clockRule: Rule = {
  name: 'no clock and no randomness below app',
  check: ({ sources }) =>
    sources
      .filter(({ path }) => !isTest(path) && timelessRooms.includes(roomOf(path) ?? ''))
      .flatMap(({ path, text, program }) => {
        const found: string[] = []
        walkNodes(program, (node) => {
          const source = text.slice(node.start, node.end)
          if (node.type === 'MemberExpression' && clocks.has(source)) found.push(source)
          if (node.type === 'NewExpression' && /^new Date(\(\s*\))?$/.test(source)) found.push(source)
          if (node.type === 'CallExpression' && chances.has(source.slice(0, source.indexOf('(')))) found.push(source)
        })
        return found.map((source) => offence(path, source))
      }),
  bad: [
    { 'src/stats/a.ts': 'export const a = () => Math.random()' },
    { 'src/warehouse/a.ts': 'export const a = () => new Date()' },
    { 'src/store/a.ts': 'export const a = () => Date.now()' },
    { 'src/kpi/a.ts': 'export const a = () => Temporal.Now.instant()' },
    { 'src/notify/a.ts': "import { randomBytes } from 'node:crypto'\nexport const a = randomBytes(3)" },
  ],
  good: { 'src/stats/a.ts': 'export const a = (ms: number) => new Date(ms)', 'src/app/a.ts': 'export const a = () => Date.now()' },
}
