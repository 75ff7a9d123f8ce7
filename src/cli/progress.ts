// Progress on stderr: a bar that is redrawn on a terminal, elsewhere a line every five seconds.
import type { ServerProgress } from './command.ts'

const lineMs = 5_000
const barCells = 24

type Outside = { isTerminal: boolean; note: (text: string) => void; write: (text: string) => void; clock: () => number }

/** `show` may be called as often as one likes; `end` leaves the line clean. */
export function openProgress({ isTerminal, note, write, clock }: Outside): { show: ServerProgress; end: () => void } {
  let said = clock()
  let isDrawn = false
  const show: ServerProgress = ({ step, done, total }) => {
    const now = clock()
    if (now - said < (isTerminal ? 100 : lineMs)) return
    said = now
    const share = total === null || total === 0 ? null : Math.min(1, done / total)
    const figure = share !== null ? `${Math.round(share * 100)} %` : done > 0 ? done.toLocaleString('en') : '…'
    if (!isTerminal) return note(`${step}: ${figure}`)
    const filled = share === null ? '' : `${'█'.repeat(Math.round(share * barCells)).padEnd(barCells, '░')} `
    write(`\r\u001b[K${filled}${figure} ${step}`)
    isDrawn = true
  }
  return { show, end: () => isDrawn && write('\r\u001b[K') }
}
