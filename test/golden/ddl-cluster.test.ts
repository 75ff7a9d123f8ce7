// The DDL of a replicated cluster, as text: inside one engine process neither ON CLUSTER nor replication can run.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { printAddColumn, printCreate, printDrop, printOptimize, printVersionTable, type TableDef } from '../../src/warehouse/ddl.ts'

const columns = [
  { name: 'ws', type: 'UInt32' },
  { name: 'k', type: 'UInt64' },
  { name: 'title', type: 'String', default: "''" },
  { name: 'version', type: 'UInt64' },
  { name: 'is_deleted', type: 'UInt8' },
]
const leads: TableDef = { name: 'leads', columns, orderBy: 'ws, k', engine: 'replacing' }
const log: TableDef = { name: 'log', columns: columns.slice(0, 2), orderBy: 'ws', engine: 'merge', isDurable: false }
const topology = { cluster: 'sales' }

test('tables of a replicated cluster print as the golden text says', () => {
  const printed = [
    printVersionTable(topology),
    ...printCreate(leads, topology),
    ...printCreate(log, topology),
    ...printAddColumn('leads', { name: 'note', type: 'String', default: "'-'" }, topology),
    printOptimize('leads', topology),
    ...printDrop('log', topology),
  ]
  const golden = new URL('./ddl-cluster.sql', import.meta.url)
  expect(`${printed.join(';\n\n')};\n`).toBe(readFileSync(golden, 'utf8'))
})
