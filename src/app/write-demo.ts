// Runs in a thread of its own: simulates the demo company and writes its record files, so that the server goes on answering.
import { parentPort, workerData } from 'node:worker_threads'
import { writeCompany } from '../../demo/write-company.ts'

const { directory, seed, firstDay, lastDay } = workerData as { directory: string; seed: number; firstDay?: string; lastDay: string }
parentPort?.postMessage(writeCompany(directory, { seed, lastDay, ...(firstDay === undefined ? {} : { firstDay }) }))
