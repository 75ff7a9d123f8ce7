// `rumb users`: who may open the workspace; invitations and links, printed once with the address they open.
import { AppError } from '../../contract/errors.ts'
import type { ResourceOutput } from '../../contract/resources.ts'
import type { Command, CommandContext } from '../command.ts'
import type { Doorway } from '../doorway.ts'
import { exitDone } from '../exit-codes.ts'
import { printList } from '../print-list.ts'
import { readGrant } from '../read-question.ts'

const columns = ['id', 'email', 'name', 'role', 'person', 'person_name', 'teams', 'since', 'last_seen_at'] as const
const invitationColumns = ['id', 'role', 'person', 'teams', 'email', 'created_by', 'expires_at'] as const

type Act = (context: CommandContext, doorway: Doorway, named: string | undefined) => Promise<void>

const acts: Readonly<Record<string, Act>> = {
  list: async ({ format, print }, doorway) => print(printList(format, 'users', columns, (await doorway.ask('users', {})).users)),
  invite: async (context, doorway) => {
    const { email, days } = context.options
    const more = { ...(email === undefined ? {} : { email }), ...(days === undefined ? {} : { days: Number(days) }) }
    printLink(context, doorway, await doorway.ask('invite', { ...readGrant(context.options), ...more }))
  },
  invitations: async ({ format, print }, doorway) => {
    print(printList(format, 'invitations', invitationColumns, (await doorway.ask('invitations', {})).invitations))
  },
  uninvite: async (_, doorway, named) => {
    await doorway.ask('invitationRevoke', { id: need(named, 'ID') })
  },
  set: async ({ options, format, print }, doorway, named) => {
    const changed = await doorway.ask('userPatch', { id: await findId(doorway, named), ...readGrant(options) })
    print(printList(format, 'users', columns, [changed]))
  },
  remove: async (_, doorway, named) => {
    await doorway.ask('userRemove', { id: await findId(doorway, named) })
  },
  link: async (context, doorway, named) => {
    const link =
      named === undefined ? await doorway.ask('ownerLink', {}) : await doorway.ask('userLink', { id: await findId(doorway, named) })
    printLink(context, doorway, link)
  },
}

export const run: Command = async (context) => {
  const [verb = 'list', named, ...more] = context.args
  const act = Object.hasOwn(acts, verb) ? acts[verb] : undefined
  if (act === undefined || more.length > 0)
    throw new AppError('bad_usage', `users ${context.args.join(' ')}: there is ${Object.keys(acts).join(', ')}.`, {
      hint: '`rumb users --help`',
    })
  await act(context, await context.openDoorway(), named)
  return exitDone
}

function printLink({ format, print, note }: CommandContext, { origin }: Doorway, link: ResourceOutput<'ownerLink'>): void {
  const address = `${origin}${link.path}`
  print(format === 'json' ? JSON.stringify({ ...link, link: address }) : address)
  if (format === 'table') note(`Shown once, opens once, until ${link.expires_at}.`)
}

/** An account by its e-mail or its id. */
async function findId(doorway: Doorway, named: string | undefined): Promise<string> {
  const wanted = need(named, 'EMAIL')
  const { users } = await doorway.ask('users', {})
  const found = users.find(({ id, email }) => id === wanted || email === wanted.toLowerCase())
  if (found) return found.id
  throw new AppError('not_found', `No account of this workspace is called ${wanted}.`, { hint: '`rumb users` lists them.' })
}

function need(named: string | undefined, what: string): string {
  if (named !== undefined) return named
  throw new AppError('bad_usage', `${what} is missing.`, { hint: '`rumb users --help`' })
}
