// `npm run dev`: the server on the demo company and the page, both reloading when their sources change.
import { join } from 'node:path'
import { ensureInstalled, nodePath, root, startTool } from './toolchain.mjs'

ensureInstalled()
const server = startTool(nodePath(), [
  '--watch-path=src',
  '--watch-path=kpis',
  '--watch-path=demo',
  '--watch-preserve-output',
  join(root, 'src', 'main.ts'),
  'demo',
  ...process.argv.slice(2),
])
const page = startTool('vite', ['--clearScreen', 'false'])

for (const child of [server, page]) {
  child.on('exit', (code) => {
    server.kill('SIGTERM')
    page.kill('SIGTERM')
    process.exitCode = code ?? 0
  })
}
