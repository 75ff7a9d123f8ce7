// The composition root: gives the command line the server and the terminal. Everything else is wired in the use cases.
import { join } from 'node:path'
import packageJson from '../package.json' with { type: 'json' }
import { runCli } from './cli/main.ts'

const { version } = packageJson

/** The built page: beside the built program, or in dist when the sources are run. */
const webDir = join(import.meta.dirname, import.meta.filename.endsWith('.ts') ? '../dist/web' : '../web')

process.exitCode = await runCli(process.argv.slice(2), {
  version,
  startServer: async (config, { withDemo, onProgress }) => {
    const { startServer } = await import('./http/start-server.ts')
    const server = await startServer(config, { version, webDir })
    if (withDemo) await server.keepDemo(onProgress)
    return server
  },
  print: (text) => process.stdout.write(`${text}\n`),
  note: (text) => process.stderr.write(`${text}\n`),
  isTerminal: process.stderr.isTTY === true,
})
