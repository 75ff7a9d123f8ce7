// One chDB engine over one data directory, inside the child process: runs a statement in a session of its own, kills it.
// Knows nothing of HTTP. TRICKY (chDB 3.4): a session hands what a failed query left over, and its settings, to the next
// query, so a session serves one statement and is closed; the control session keeps the engine open between them.
import { drainPending, Session } from 'chdb'
import { quote } from './insert-sql.ts'

export type Statement = {
  id: string
  sql: string
  /** Used when the statement names no FORMAT. */
  format: string
  database: string | undefined
  settings: ReadonlyMap<string, string>
  /** Values of placeholders, escaped as ClickHouse's HTTP interface has them. */
  params: ReadonlyMap<string, string>
  /** The rows come in one piece: they are then planned beside others and not one after the other. */
  isWhole: boolean
}

export type Engine = {
  /** The answer in pieces; the first one comes only when the engine could plan and begin. */
  run(statement: Statement): AsyncGenerator<Uint8Array>
  kill(id: string): Promise<void>
  /** Gives free memory back to the system. */
  purge(): Promise<void>
  /** Resolves when nothing runs inside any more. */
  settled(): Promise<void>
  close(): void
}

const READ = /^(?:\s|\(|--[^\n]*\n|\/\*.*?\*\/)*(?:SELECT|WITH)\b/is

export function openEngine(dataDir: string, configFile: string, common: ReadonlyMap<string, string>): Engine {
  const open = () => new Session(dataDir, { connectionArgs: [`--config-file=${configFile}`] })
  const control = open()
  let ordered: Promise<void> = Promise.resolve()

  /** One order after the other on the control session. */
  function order(sql: string): Promise<void> {
    const next = ordered.then(() => control.queryAsync(sql))
    // TRICKY (chDB): an order for a statement that has just ended may fail; the next one must still be given.
    ordered = next.then(
      () => undefined,
      () => undefined,
    )
    return ordered
  }

  function prepare(session: Session, statement: Statement): void {
    const values = [...common, ...statement.settings, ...[...statement.params].map(([name, value]) => [`param_${name}`, value] as const)]
    if (values.length > 0) session.query(`SET ${values.map(([name, value]) => `${name} = ${quote(value)}`).join(', ')}`)
    if (statement.database !== undefined) session.query(`USE \`${statement.database.replaceAll('`', '')}\``)
  }

  return {
    async *run(statement) {
      const session = open()
      try {
        prepare(session, statement)
        const sql = `/*${statement.id}*/ ${statement.sql}`
        // TRICKY (chDB): a stream is planned on the thread that answers everybody, which takes longer than most reads.
        if (!statement.isWhole && READ.test(statement.sql)) {
          for await (const chunk of session.queryStream(sql, { format: statement.format })) yield chunk.raw()
          return
        }
        const result = await session.queryAsync(sql, { format: statement.format })
        yield result.bytes()
      } finally {
        session.close()
      }
    },
    kill: (id) => order(`KILL QUERY WHERE startsWith(query, concat('/', ${quote(`*${id}*/`)})) ASYNC`),
    purge: () => order('SYSTEM JEMALLOC PURGE'),
    settled: () => drainPending(),
    close: () => control.close(),
  }
}
