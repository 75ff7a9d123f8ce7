// A process of its own that runs the embedded engine over the directory it is given, until it is killed.
import { startEmbedded } from '../../src/warehouse/embedded/start-embedded.ts'

const engine = await startEmbedded({ dataDir: process.argv[2] ?? '' })
process.send?.({ pid: engine.pid() })
