// What the scripts share: where the project stands, its own Node 24, and running a tool with it first in PATH.
// Plain JavaScript without dependencies: it runs before anything is installed, on any Node >= 20.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const modules = join(root, 'node_modules')

const platformNode = join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node')

/** Node 24 of the project; the running one where it is new enough. */
export function nodePath() {
  if (existsSync(platformNode)) return platformNode
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  throw new Error(`No Node 24 for ${process.platform}-${process.arch} came with the installation; install Node 24 and try again.`)
}

/** The environment of every tool: the project's Node and its tools come first. */
export function toolEnvironment() {
  const path = [join(modules, '.bin'), dirname(nodePath()), process.env.PATH ?? ''].join(':')
  return { ...process.env, PATH: path }
}

/** Runs a command to its end with our output; true when it succeeded. */
export function runTool(command, args, options = {}) {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', env: toolEnvironment(), ...options }).status === 0
}

/** Starts a command that stays; signals reach it through the terminal's group or by forwarding. */
export function startTool(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: toolEnvironment(), ...options })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  return child
}

// What a script throws is meant for a person: the message, not the place.
process.on('uncaughtException', (error) => {
  say(error.message)
  process.exit(1)
})

export function say(text) {
  process.stderr.write(`${text}\n`)
}

/** Is everything of package-lock.json in node_modules, in the locked versions? */
function isInstalled() {
  const hidden = join(modules, '.package-lock.json')
  if (!existsSync(hidden)) return false
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const present = JSON.parse(readFileSync(hidden, 'utf8')).packages
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true
    const found = present[path]
    if (found === undefined) return entry.optional === true || entry.devOptional === true || entry.peer === true
    return found.version === entry.version && existsSync(join(root, path))
  })
}

/** Installs the locked packages when something is missing or of another version. */
export function ensureInstalled() {
  if (isInstalled()) return
  say('Installing packages (npm ci) …')
  const npm = process.env.npm_execpath
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  const options = { cwd: root, stdio: 'inherit' }
  const done = npm?.endsWith('.js') ? spawnSync(process.execPath, [npm, ...args], options) : spawnSync('npm', args, options)
  if (done.status !== 0) throw new Error('npm ci failed; its own message stands above.')
}
