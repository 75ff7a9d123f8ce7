// What the machine of a house must give it: a Node that runs it, a directory that can be written, room on the disk.
import { access, constants, statfs } from 'node:fs/promises'

export type Checked = { check: string; state: 'ok' | 'warning' | 'failing'; text: string; hint: string | null }

const NODE_LEAST = 20
const ROOM_LEAST = 500_000_000
const ROOM_WANTED = 5_000_000_000

export async function checkMachine(dataDir: string): Promise<Checked[]> {
  const node = Number(process.versions.node.split('.')[0])
  const found = { check: 'node', text: `Node ${process.versions.node}` }
  const checkedNode: Checked =
    node >= NODE_LEAST
      ? { ...found, state: 'ok', hint: null }
      : { ...found, state: 'failing', hint: `Install Node ${NODE_LEAST} or later.` }
  const [written, room] = await Promise.allSettled([access(dataDir, constants.W_OK | constants.R_OK), statfs(dataDir)])
  if (written.status === 'rejected') {
    const isAbsent = 'code' in written.reason && written.reason.code === 'ENOENT'
    const text = isAbsent ? `${dataDir} is not there yet` : `${dataDir} cannot be written`
    const hint = isAbsent
      ? 'The first import, or `rumb demo`, makes it.'
      : 'Give its owner the right to write, or name another with --data.'
    return [checkedNode, { check: 'data', state: isAbsent ? 'warning' : 'failing', text, hint }]
  }
  const data: Checked = { check: 'data', state: 'ok', text: dataDir, hint: null }
  return room.status === 'rejected' ? [checkedNode, data] : [checkedNode, data, roomOf(room.value.bavail * room.value.bsize)]
}

function roomOf(free: number): Checked {
  const state = free < ROOM_LEAST ? 'failing' : free < ROOM_WANTED ? 'warning' : 'ok'
  const text = `${(free / 1e9).toFixed(1)} GB free on the disk of the data`
  return { check: 'disk', state, text, hint: state === 'ok' ? null : 'Make room, or move the data to another disk.' }
}
