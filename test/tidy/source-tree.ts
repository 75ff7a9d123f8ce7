// The project's files as the tidy rules see them: text, syntax tree, imports. Reads, never judges.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { type ParseResult, parseSync, visitorKeys } from 'oxc-parser'

export type Node = { type: string; start: number; end: number; [key: string]: unknown }
export type Import = { to: string; line: number }
export type SourceFile = { path: string; text: string; lines: readonly string[]; program: Node; imports: readonly Import[] }

const skipped = new Set(['node_modules', 'dist', 'data', '.git', '.cache', 'artefacts', 'coverage'])

/** Paths of all files of the project below a folder, with `/`, relative to the root. */
export function listFiles(root: string, folder = '.'): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = normalize(join(folder, entry.name))
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : listFiles(root, path)
    return entry.isFile() ? [path] : []
  })
}

/** Folders that hold at least one file, directly or below. */
export function listFolders(paths: readonly string[]): string[] {
  const folders = new Set<string>()
  for (const path of paths) for (let at = dirname(path); at !== '.'; at = dirname(at)) folders.add(at)
  return [...folders].sort()
}

export const isSource = (path: string): boolean => /\.(ts|tsx|mjs)$/.test(path)

export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

/** Calls `visit` for every node with its parent, parents first. */
export function walkNodes(node: Node, visit: (node: Node, parent: Node | null) => void, parent: Node | null = null): void {
  visit(node, parent)
  for (const key of visitorKeys[node.type] ?? []) {
    const child = node[key]
    for (const each of Array.isArray(child) ? child : [child]) if (isNode(each)) walkNodes(each, visit, node)
  }
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value

function importsOf(path: string, text: string, parsed: ParseResult): Import[] {
  const named = [
    ...parsed.module.staticImports.map((each) => each.moduleRequest),
    ...parsed.module.staticExports.flatMap((each) => each.entries.flatMap((entry) => entry.moduleRequest ?? [])),
  ].map(({ value, start }) => ({ value, start }))
  const dynamic = parsed.module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
    const literal = /^(['"])(.*)\1$/.exec(text.slice(start, end))
    return literal?.[2] ? [{ value: literal[2], start }] : []
  })
  return [...named, ...dynamic].map(({ value, start }) => ({
    to: value.startsWith('.') ? normalize(join(dirname(path), value)) : value,
    line: lineAt(text, start),
  }))
}

export function parseSource(path: string, text: string): SourceFile {
  const parsed = parseSync(path, text)
  if (parsed.errors.length > 0) throw new Error(`${path}: ${parsed.errors[0]?.message}`)
  const program: unknown = parsed.program
  if (!isNode(program)) throw new Error(`${path}: no syntax tree`)
  return { path, text, lines: text.split('\n'), program, imports: importsOf(path, text, parsed) }
}

/** Everything the rules look at. */
export type Tree = { paths: readonly string[]; sources: readonly SourceFile[]; read: (path: string) => string }

export function loadTree(root: string): Tree {
  const paths = listFiles(root).map((path) => relative('.', path))
  const read = (path: string) => readFileSync(join(root, path), 'utf8')
  return { paths, read, sources: paths.filter(isSource).map((path) => parseSource(path, read(path))) }
}

/** A tree of inline files, to show that a rule can fail. */
export function inlineTree(files: Readonly<Record<string, string>>): Tree {
  const paths = Object.keys(files)
  const read = (path: string) => files[path] ?? ''
  return { paths, read, sources: paths.filter(isSource).map((path) => parseSource(path, read(path))) }
}
