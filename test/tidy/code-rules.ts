// Rules about the code inside one file: sizes, forbidden constructs, names, headers, comments.
import { basename } from 'node:path'
import { offence, type Rule } from './rule.ts'
import { lineAt, type Node, type SourceFile, walkNodes } from './source-tree.ts'

const linesMax = 400
const functionLinesMax = 70
const componentLinesMax = 120
const isTest = (path: string) => path.endsWith('.test.ts') || path.startsWith('test/')
const isProduct = (path: string) => /^(src|demo|web)\//.test(path) && !isTest(path)
const filler = (count: number) => Array.from({ length: count }, (_, at) => `  a(${at})`).join('\n')

export const fileLengthRule: Rule = {
  name: `a file has at most ${linesMax} lines`,
  check: ({ sources }) =>
    sources
      .filter(({ text }) => text.trimEnd().split('\n').length > linesMax)
      .map(({ path, lines }) => offence(path, `${lines.length} lines`)),
  bad: [{ 'src/kpi/a.ts': `${filler(linesMax + 1)}\n` }],
  good: { 'src/kpi/a.ts': `${filler(linesMax)}\n` },
}

const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])

function nameOf(node: Node, parent: Node | null): string {
  const id = (node.id ?? parent?.id ?? parent?.key) as Node | null | undefined
  return typeof id?.name === 'string' ? id.name : ''
}

/** A suite's callback is a list of tests, not a function to read at once. */
const isSuite = (parent: Node | null, text: string) =>
  parent?.type === 'CallExpression' && /^(describe|suite)\b/.test(text.slice(parent.start, parent.end))

function longFunctions({ path, text, program }: SourceFile) {
  const found: string[] = []
  walkNodes(program, (node, parent) => {
    if (!functionTypes.has(node.type) || isSuite(parent, text)) return
    const length = lineAt(text, node.end) - lineAt(text, node.start) + 1
    const name = nameOf(node, parent)
    const max = path.endsWith('.tsx') && /^[A-Z]/.test(name) ? componentLinesMax : functionLinesMax
    if (length > max) found.push(`${name || 'function'} at line ${lineAt(text, node.start)} has ${length} lines`)
  })
  return found.map((each) => offence(path, each))
}

export const functionLengthRule: Rule = {
  name: `a function has at most ${functionLinesMax} lines, a React component ${componentLinesMax}`,
  check: ({ sources }) => sources.flatMap(longFunctions),
  bad: [
    { 'src/kpi/a.ts': `export function a() {\n${filler(functionLinesMax)}\n}` },
    { 'web/a.ts': `export const a = () => {\n${filler(functionLinesMax)}\n}` },
    { 'web/a.tsx': `export function Page() {\n${filler(componentLinesMax)}\n}` },
  ],
  good: {
    'src/kpi/a.ts': `export function a() {\n${filler(functionLinesMax - 2)}\n}`,
    'web/a.tsx': `export function Page() {\n${filler(100)}\n}`,
  },
}

export const anyRule: Rule = {
  name: 'no `any` outside one unsafe.ts',
  check: ({ sources, paths }) => {
    const unsafe = paths.filter((path) => basename(path) === 'unsafe.ts')
    const found = unsafe.slice(1).map((path) => offence(path, 'a second unsafe.ts'))
    for (const { path, text, program } of sources) {
      if (path === unsafe[0]) continue
      walkNodes(program, (node) => {
        if (node.type === 'TSAnyKeyword') found.push(offence(path, `any at line ${lineAt(text, node.start)}`))
      })
    }
    return found
  },
  bad: [{ 'src/kpi/a.ts': 'export const a = (b: any) => b' }, { 'src/kpi/unsafe.ts': '', 'src/app/unsafe.ts': '' }],
  good: { 'src/kpi/unsafe.ts': 'export type A = any', 'src/kpi/a.ts': "export const any = 'any'" },
}

export const environmentRule: Rule = {
  name: 'the environment is read in config.ts only',
  check: ({ sources }) =>
    sources
      .filter(({ path }) => isProduct(path) && path !== 'src/config.ts')
      .flatMap(({ path, text, program }) => {
        const found: string[] = []
        walkNodes(program, (node) => {
          const source = text.slice(node.start, node.end)
          if (node.type === 'MemberExpression' && /^process\s*\??\.\s*env$/.test(source)) found.push(source)
          if (node.type === 'ImportSpecifier' && source === 'env') found.push('import { env }')
        })
        return found.map((each) => offence(path, each))
      }),
  bad: [{ 'src/app/a.ts': 'export const a = process.env.HOME' }, { 'src/app/a.ts': "import { env } from 'node:process'" }],
  good: { 'src/config.ts': 'export const a = process.env.HOME', 'src/app/a.ts': '// process.env is for config' },
}

export const defaultExportRule: Rule = {
  name: 'no default exports',
  check: ({ sources }) =>
    sources
      .filter(({ program }) => (program.body as Node[]).some(({ type }) => type === 'ExportDefaultDeclaration'))
      .map(({ path }) => offence(path, 'default export')),
  bad: [{ 'web/a.tsx': 'export default function A() {}' }],
  good: { 'web/a.tsx': 'export function A() {}' },
}

export const barrelRule: Rule = {
  name: 'no barrels but contract/index.ts',
  check: ({ sources }) =>
    sources
      .filter(({ path, program }) => {
        if (path === 'src/contract/index.ts') return false
        const body = program.body as Node[]
        const isReexport = (node: Node) =>
          node.type === 'ExportAllDeclaration' || (node.type === 'ExportNamedDeclaration' && node.source !== null)
        return body.length > 0 && body.every(isReexport)
      })
      .map(({ path }) => offence(path, 'only exports what others hold')),
  bad: [{ 'src/kpi/index.ts': "export * from './a.ts'\nexport { b } from './b.ts'" }],
  good: { 'src/contract/index.ts': "export * from './a.ts'", 'src/kpi/a.ts': 'export const a = 1' },
}

export const catchRule: Rule = {
  name: 'catch at the edges only, or where an outside system forces it, marked TRICKY',
  check: ({ sources }) =>
    sources
      .filter(({ path }) => path.startsWith('src/') && !isTest(path) && !catchPlaces.some((place) => path.startsWith(place)))
      .flatMap(({ path, text, lines, program }) => {
        const found: number[] = []
        walkNodes(program, (node, parent) => {
          const callee = node.type === 'CallExpression' ? (node.callee as Node) : null
          const isMethod = callee?.type === 'MemberExpression' && (callee.property as Node).name === 'catch'
          if (node.type !== 'CatchClause' && !isMethod) return
          const first = lineAt(text, (node.type === 'CatchClause' ? parent : node)?.start ?? 0)
          const around = lines.slice(Math.max(0, first - 4), lineAt(text, node.end) + 1).join('\n')
          if (!/\bTRICKY\b/.test(around)) found.push(lineAt(text, node.start))
        })
        return found.map((line) => offence(path, `catch at line ${line}`))
      }),
  bad: [{ 'src/kpi/a.ts': 'try { a() } catch { b() }' }, { 'src/app/a.ts': 'await a().catch(() => null)' }],
  good: { 'src/http/server.ts': 'try { a() } catch { b() }', 'src/store/a.ts': 'try { a() } catch {\n  // TRICKY: initdb\n}' },
}
const catchPlaces = ['src/http/server.ts', 'src/http/problem.ts', 'src/cli/main.ts', 'src/app/run-jobs.ts', 'src/sources/http-client.ts']

export const headerRule: Rule = {
  name: 'a file says in its first 1 to 5 lines what it is responsible for',
  check: ({ sources }) =>
    sources
      .filter(({ path }) => !isTest(path))
      .flatMap(({ path, lines }) => {
        const body = lines[0]?.startsWith('#!') ? lines.slice(1) : lines
        const end = body.findIndex((line) => !line.startsWith('//'))
        const length = end < 0 ? body.length : end
        return length < 1 || length > 5 ? [offence(path, `a header of ${length} lines`)] : []
      }),
  bad: [{ 'src/kpi/a.ts': 'export const a = 1' }, { 'src/kpi/a.ts': '// a\n// b\n// c\n// d\n// e\n// f\nexport const a = 1' }],
  good: { 'bin/a.mjs': '#!/usr/bin/env node\n// Starts the program.\n', 'src/kpi/a.ts': '// A thing.\n' },
}

const badComment = new RegExp(
  [
    '\\bTO' + 'DO\\b',
    '\\bFIX' + 'ME\\b',
    '\\bX' + 'XX\\b',
    '[=*#-]{6,}',
    '(^|\\s)#\\d+\\b',
    '\\b[A-Z]{2,}-\\d{2,}\\b(?<!UTF-\\d+|ISO-\\d+|SHA-\\d+|RFC-\\d+)',
  ].join('|'),
)

export const commentRule: Rule = {
  name: 'comments hold no unfinished business, banners or ticket numbers',
  check: ({ sources }) =>
    sources
      .filter(({ path }) => !path.startsWith('test/tidy/'))
      .flatMap(({ path, lines }) =>
        lines.flatMap((line, at) => {
          const comment = /(?:^|\s)(?:\/\/|\/?\*)(.*)$/.exec(line)?.[1]
          return comment && badComment.test(comment) ? [offence(path, `line ${at + 1}: ${comment.trim()}`)] : []
        }),
      ),
  bad: [{ 'src/kpi/a.ts': `// TO${'DO'} later` }, { 'src/kpi/a.ts': '// ======== part' }, { 'src/kpi/a.ts': '// see #12' }],
  good: { 'src/kpi/a.ts': '// UTF-16 and ISO-8601 are fine; so is A-B' },
}

const emptyWords = /(^|-)(utils?|helpers?|common|manager|service|base)(-|$)/

export const nameRule: Rule = {
  name: 'files and folders have kebab-case names that say something',
  check: ({ paths }) =>
    paths
      .filter((path) => /^(src|web|demo|test|bench|scripts|bin|kpis)\//.test(path))
      .flatMap((path) =>
        path.split('/').flatMap((part) => {
          const stem = part.replace(/^\./, '').replace(/(\.[a-z0-9-]+)+$/, '')
          const isFine = part === 'README.md' || (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(stem) && !emptyWords.test(stem))
          return isFine ? [] : [offence(path, part)]
        }),
      ),
  bad: [{ 'src/kpi/RunQuery.ts': '' }, { 'src/kpi/date-utils.ts': '' }, { 'src/common/a.ts': '' }],
  good: { 'src/kpi/run-query.test.ts': '', 'src/store/migrations/0001-first-tables.ts': '', 'src/kpi/README.md': '' },
}

export const extensionRule: Rule = {
  name: 'relative imports carry the extension of the source',
  check: ({ sources }) =>
    sources.flatMap(({ path, imports }) =>
      imports
        .filter(({ to }) => /^(src|web|demo|test|bench)\//.test(to) && !/\.(ts|tsx|mjs|json|css|svg|woff2|yaml)$/.test(to))
        .map(({ to }) => offence(path, `imports ${to}`)),
    ),
  bad: [{ 'src/kpi/a.ts': "import './b'" }, { 'src/kpi/a.ts': "import './b.js'" }],
  good: { 'src/kpi/a.ts': "import './b.ts'; import 'zod'" },
}
