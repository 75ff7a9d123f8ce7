// Decides as which system user the server runs. PostgreSQL refuses root, so root hands the data directory to another user.

import { spawnSync } from 'node:child_process'
import { lstatSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '../../contract/errors.ts'

/** `uid` null = as ourselves. `prefix` = a command line to put before the program instead of a plain change of user. */
export type RunAs = { uid: number | null; gid: number | null; prefix: readonly string[] }

type Account = { name: string; uid: number; gid: number }

/** The user for a data directory: its present owner, else `postgres` (made when missing), else `nobody`. */
export function chooseRunAs(dataDir: string, program: string): RunAs {
  if (process.getuid?.() !== 0) return { uid: null, gid: null, prefix: [] }
  const owner = lstatSync(dataDir, { throwIfNoEntry: false })
  const account = owner && owner.uid !== 0 ? { name: String(owner.uid), uid: owner.uid, gid: owner.gid } : serverAccount()
  const isReachable = [dirname(dataDir), program].every((path) => canReach(path, account))
  return { uid: account.uid, gid: account.gid, prefix: isReachable ? [] : passThrough(account, dataDir) }
}

/** Gives a directory and all in it to the server's user; nothing to do when we run it as ourselves. */
export function handOver(path: string, runAs: RunAs): void {
  if (runAs.uid === null || lstatSync(path).uid === runAs.uid) return
  const done = spawnSync('chown', ['-R', '-h', `${runAs.uid}:${runAs.gid}`, path], { encoding: 'utf8' })
  if (done.status !== 0) {
    throw new AppError('engine_failed', `The database directory could not be handed to user ${runAs.uid}: ${done.stderr.trim()}`, { path })
  }
}

function serverAccount(): Account {
  const found = findAccount('postgres')
  if (found) return found
  spawnSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'])
  const account = findAccount('postgres') ?? findAccount('nobody')
  if (account) return account
  throw new AppError('engine_unavailable', 'PostgreSQL does not run as root and there is no other user to run it as.', {
    hint: 'Create a user named postgres, or start Rumb as an ordinary user.',
  })
}

function findAccount(name: string): Account | null {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [user, , uid, gid] = line.split(':')
    if (user === name) return { name, uid: Number(uid), gid: Number(gid) }
  }
  return null
}

/** May the account walk down to this path? (A clone under /root is closed to everybody else.) */
function canReach(path: string, account: Account): boolean {
  const seen = statSync(path, { throwIfNoEntry: false })
  if (seen) {
    const bit = seen.uid === account.uid ? 0o100 : seen.gid === account.gid ? 0o010 : 0o001
    if ((seen.mode & bit) === 0) return false
  }
  const parent = dirname(path)
  return parent === path || canReach(parent, account)
}

// TRICKY: Linux takes all capabilities from a process that leaves root, and access(2) ignores those of others unless
// no_setuid_fixup is set. CAP_DAC_OVERRIDE alone lets the server walk through the closed parent directories.
function passThrough(account: Account, dataDir: string): readonly string[] {
  const only = '-all,+dac_override'
  const prefix = [
    'setpriv',
    ...[`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups', '--securebits=+no_setuid_fixup'],
    ...[`--inh-caps=${only}`, `--ambient-caps=${only}`, `--bounding-set=${only}`, '--'],
  ]
  const probe = spawnSync(prefix[0]!, [...prefix.slice(1), 'true'])
  if (probe.status === 0) return prefix
  throw new AppError('engine_unavailable', 'The database directory lies where only root may go, and PostgreSQL does not run as root.', {
    path: dataDir,
    hint: 'Choose a --data directory (and a clone) outside of closed directories such as /root, or start Rumb as an ordinary user.',
  })
}
