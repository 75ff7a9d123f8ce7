// `npm test`: brings what the checks need (packages; Chromium by apt on Debian as root), then runs every check.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { ensureInstalled, nodePath, root, runTool, say } from './toolchain.mjs'

const browsers = ['chromium', 'chromium-browser', 'google-chrome']

function hasBrowser() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return browsers.some((name) => folders.some((folder) => existsSync(join(folder, name))))
}

function ensureBrowser() {
  if (hasBrowser()) return
  const canInstall = existsSync('/etc/debian_version') && process.getuid?.() === 0
  if (!canInstall) {
    say('No Chromium found: install `chromium` to run the tests of the page.')
    return
  }
  say('Installing Chromium (apt-get) …')
  const options = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  spawnSync('apt-get', ['update', '-q'], options)
  const { status } = spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], options)
  if (status !== 0) throw new Error('apt-get could not install chromium; its own message stands above.')
}

ensureInstalled()
ensureBrowser()
process.exitCode = runTool(nodePath(), [join(root, 'scripts', 'check.mjs'), ...process.argv.slice(2)]) ? 0 : 1
