#!/usr/bin/env node
// The `rumb` command. Runs the program on Node 24: in this process when it is one, else on the Node of the
// platform package. In a clone whose sources are newer than the build, the sources are run.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const home = join(dirname(fileURLToPath(import.meta.url)), '..')

function newestUnder(folder) {
  if (!existsSync(folder)) return 0
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .reduce((newest, entry) => Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0)
}

function mainFile() {
  const stamp = join(home, 'dist', '.built')
  const sources = ['src', 'demo', 'kpis'].map((folder) => join(home, folder))
  const isFresh = existsSync(stamp) && sources.every((folder) => newestUnder(folder) <= statSync(stamp).mtimeMs)
  return isFresh ? join(home, 'dist', 'src', 'main.js') : join(home, 'src', 'main.ts')
}

function platformNode() {
  const name = `node-${process.platform}-${process.arch}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'bin', 'node')
  } catch {
    process.stderr.write(`rumb needs Node 24 and the package ${name} is not installed; run it with Node 24 or newer.\n`)
    process.exit(2)
  }
}

if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import(pathToFileURL(mainFile()).href)
} else {
  const child = spawn(platformNode(), [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}
