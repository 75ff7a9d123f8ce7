// The record files of a size, written once and kept; and the memory of a tree of processes.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { scaleKinds, writeScaleCompany } from '../demo/simulate-scale.ts'

export const lastDay = '2026-11-15'
export const cache = join(import.meta.dirname, '..', '.cache', 'bench')

/** Kinds whose plain load is the rival, and the small ones they need. */
export const heavyKinds = ['leads', 'deals', 'stage_changes', 'touches'] as const
const kinds = [...heavyKinds, 'people', 'memberships', 'teams', 'pipelines', 'stages', 'lost_reasons', 'rates']

/** `heavy`: the kinds of the plain load alone; `all`: a company with everything that can be asked about. */
export type Extent = 'heavy' | 'all'
export const named = (times: number, extent: Extent) => `${times}x${extent === 'all' ? '-all' : ''}`

/** Directory with the Parquet files of this size. */
export function dataOf(times: number, extent: Extent = 'heavy'): string {
  const directory = join(cache, named(times, extent))
  const done = join(cache, `${named(times, extent)}.done`)
  if (existsSync(done)) return directory
  mkdirSync(directory, { recursive: true })
  writeScaleCompany(directory, { seed: 1, lastDay, times, kinds: extent === 'all' ? scaleKinds : kinds })
  writeFileSync(done, '')
  return directory
}

type Process = { pid: number; parent: number; name: string; bytes: number }

/** TRICKY (procfs): a process may end between being listed and being read. */
function statusOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return ''
  }
}

function processes(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const status = statusOf(pid)
      const field = (key: string) => new RegExp(`^${key}:\\s+(.+)$`, 'm').exec(status)?.[1] ?? ''
      return status === ''
        ? []
        : [
            {
              pid: Number(pid),
              parent: Number(field('PPid')),
              name: field('Name'),
              bytes: Number.parseInt(field('VmRSS') || '0', 10) * 1024,
            },
          ]
    })
}

/** Resident bytes of a process and all below it, PostgreSQL apart. */
export function residentBytes(root: number): number {
  const all = processes()
  const below = (pid: number): Process[] => all.filter((one) => one.parent === pid).flatMap((one) => [one, ...below(one.pid)])
  return [...all.filter((one) => one.pid === root), ...below(root)]
    .filter((one) => one.name !== 'postgres')
    .reduce((sum, one) => sum + one.bytes, 0)
}

const TICKS_A_SECOND = 100

/** TRICKY (procfs): user and system time of what runs below a process, PostgreSQL apart; what ended is not counted. */
export function processorSeconds(root: number): number {
  const all = processes()
  const below = (pid: number): Process[] => all.filter((one) => one.parent === pid).flatMap((one) => [one, ...below(one.pid)])
  return below(root)
    .filter((one) => one.name !== 'postgres')
    .reduce((sum, { pid }) => sum + ticksOf(pid) / TICKS_A_SECOND, 0)
}

/** TRICKY (procfs): a process may end between being listed and being read. */
function ticksOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return Number(fields[11]) + Number(fields[12])
  } catch {
    return 0
  }
}

/** Greatest resident bytes seen every 100 ms until stopped. */
export function watchMemory(root: number): { stop: () => number } {
  let peak = residentBytes(root)
  const timer = setInterval(() => {
    peak = Math.max(peak, residentBytes(root))
  }, 100)
  return {
    stop: () => {
      clearInterval(timer)
      return peak
    },
  }
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
export const report = (what: string, figures: Record<string, number | string>) =>
  process.stdout.write(
    `${what}: ${Object.entries(figures)
      .map(([name, value]) => `${name} ${typeof value === 'number' ? value.toFixed(value < 10 ? 2 : 0) : value}`)
      .join(' · ')}\n`,
  )
