// How much JavaScript a reader waits for, gzipped: before the first paint, and for each screen beyond that. Read from the built page.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'

const built = resolve(import.meta.dirname, '../../dist/web')
const firstMax = 300_000
const screenMax = 120_000

const staticImport = /(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g
const laterImport = /import\(\s*["'`]\.\/([^"'`]+\.js)["'`]/g

function readScripts() {
  const folder = join(built, 'assets')
  const names = readdirSync(folder).filter((name) => name.endsWith('.js'))
  const texts = new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
  const found = (name: string, form: RegExp) => [...(texts.get(name) ?? '').matchAll(form)].map((match) => match[1] ?? '')
  const withAll = (name: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(name) || !texts.has(name)) return seen
    seen.add(name)
    for (const other of found(name, staticImport)) withAll(other, seen)
    return seen
  }
  const bytes = (some: Iterable<string>) => [...some].reduce((sum, name) => sum + gzipSync(texts.get(name) ?? '').length, 0)
  return { found, withAll, bytes }
}

export function checkWeight(): void {
  it('is at most 300 KB of script before the first paint and 120 KB for each further screen, gzipped', () => {
    const { found, withAll, bytes } = readScripts()
    const entry = /assets\/(index-[^"]+\.js)/.exec(readFileSync(join(built, 'index.html'), 'utf8'))?.[1] ?? ''
    const first = withAll(entry)
    const screens = new Set([...first].flatMap((name) => found(name, laterImport)))
    expect(bytes(first)).toBeGreaterThan(100_000)
    expect(bytes(first)).toBeLessThanOrEqual(firstMax)
    expect(screens.size).toBeGreaterThan(15)
    for (const screen of screens)
      expect(bytes([...withAll(screen)].filter((name) => !first.has(name))), screen).toBeLessThanOrEqual(screenMax)
  })
}
