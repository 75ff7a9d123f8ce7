// `rumb demo`: the server on the demo company, which is made on the first start and extended to today on later ones.
import type { Command } from '../command.ts'
import { runServer } from '../run-server.ts'

export const run: Command = (context) => runServer(context, { withDemo: true })
