// Builds what `rumb` runs without sources: dist/src and dist/demo (JavaScript), dist/web (the page), dist/kpis (the catalogue).
// Knows when the last build still holds, so that a second start takes seconds.

import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureInstalled, root, runTool, say } from './toolchain.mjs'

const dist = join(root, 'dist')
const stamp = join(dist, '.built')
const inputs = [
  'src',
  'demo',
  'web',
  'kpis',
  'vite.config.ts',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'scripts/build.mjs',
]

function* filesUnder(path) {
  if (!existsSync(path)) return
  if (!statSync(path).isDirectory()) {
    yield path
    return
  }
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.name !== 'node_modules') yield* filesUnder(join(path, entry.name))
  }
}

/** A fingerprint of everything the build reads, without reading it: paths, sizes, times. */
function fingerprint() {
  const hash = createHash('sha256')
  for (const input of inputs) {
    for (const file of [...filesUnder(join(root, input))].sort()) {
      const { size, mtimeMs } = statSync(file)
      hash.update(`${relative(root, file)} ${size} ${mtimeMs}\n`)
    }
  }
  return hash.digest('hex')
}

export function isBuilt() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint()
}

const isCode = (file) => /\.(ts|tsx)$/.test(file) || file.endsWith('README.md')

function copyAssets(folder) {
  const from = join(root, folder)
  for (const file of filesUnder(from)) {
    if (isCode(file)) continue
    const to = join(dist, relative(root, file))
    mkdirSync(join(to, '..'), { recursive: true })
    cpSync(file, to)
  }
}

/** Builds all of dist; throws when a step fails. */
export function build() {
  const built = fingerprint()
  rmSync(dist, { recursive: true, force: true })
  say('Building the server …')
  if (!runTool('tsc', ['-p', 'tsconfig.build.json'])) throw new Error('The build of the server failed (tsc).')
  for (const folder of ['src', 'demo', 'kpis']) copyAssets(folder)
  say('Building the page …')
  if (!runTool('vite', ['build', '--logLevel', 'warn'])) throw new Error('The build of the page failed (vite).')
  writeFileSync(stamp, built)
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  ensureInstalled()
  build()
}
