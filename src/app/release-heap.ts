// Gives back what a part of a sync held. It lives as long as it is fetched, so it has become old by then, and old garbage is left lying
// until the heap is some times as large as what is in use; the space of what is young meanwhile grows and is kept.
import { getHeapSpaceStatistics, getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** So much garbage may lie. */
const GROWN_BYTES = 48_000_000
/** From here on the space of what is young grows no more. */
const YOUNG_BYTES = 32_000_000

type Collect = (options: { type: 'major'; execution: 'async' }) => Promise<void>
let collect: Collect | null = null
let keptBytes = Number.POSITIVE_INFINITY

const usedBytes = () => getHeapStatistics().used_heap_size

export async function releaseHeap(): Promise<void> {
  const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
  setFlagsFromString(`--semi-space-growth-factor=${(young?.space_size ?? 0) < YOUNG_BYTES ? 2 : 1}`)
  keptBytes = Math.min(keptBytes, usedBytes())
  if (usedBytes() < keptBytes + GROWN_BYTES) return
  collect ??= findCollector()
  await collect({ type: 'major', execution: 'async' })
  keptBytes = usedBytes()
}

/** TRICKY (V8): its collector can be called only where a context is made while it is exposed. */
function findCollector(): Collect {
  setFlagsFromString('--expose-gc')
  const found = runInNewContext('gc') as Collect
  setFlagsFromString('--no-expose-gc')
  return found
}
