// `npm start`: installs and builds what is missing, then runs the demo company on 4600 (or the next free port).
import { join } from 'node:path'
import { build, isBuilt } from './build.mjs'
import { ensureInstalled, nodePath, root, startTool } from './toolchain.mjs'

ensureInstalled()
if (!isBuilt()) build()
const server = startTool(nodePath(), [join(root, 'bin', 'rumb.mjs'), 'demo', ...process.argv.slice(2)])
server.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)))
