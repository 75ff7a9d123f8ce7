// `rumb serve`: starts everything and stays until it is told to stop.
import type { Command } from '../command.ts'
import { runServer } from '../run-server.ts'

export const run: Command = (context) => runServer(context, { withDemo: false })
