// Tables as data and their DDL as text, for one server and for a cluster sharded by workspace. Pure: decides no version.

export type ColumnDef = {
  name: string
  /** As the engine has it, a codec behind it: `String CODEC(ZSTD(1))`. */
  type: string
  /** SQL of the value of a column that an insert leaves out. */
  default?: string
}

export type TableDef = {
  name: string
  /** The first one is `ws`; a replacing table also has `version` and `is_deleted UInt8`. */
  columns: readonly ColumnDef[]
  /** Expressions between the brackets of ORDER BY; also what makes a row of a replacing table the same row. */
  orderBy: string
  engine: 'replacing' | 'merge'
  /** An insert is on disk before it is acknowledged; true unless what is lost can be derived again. */
  isDurable?: boolean
  /** Parts up to so many bytes keep their columns in one file: one file to bring to the disk for every insert, not one per column. */
  compactBytes?: number
}

/** Where the tables live: one server, or a cluster of that name, on which a twin for tests may go without replicas. */
export type Topology = { cluster?: string; isReplicated?: boolean }

/** The table that holds the rows of a server: what ALTER and OPTIMIZE must name. */
export function localName(table: string, topology: Topology): string {
  return topology.cluster === undefined ? table : `${table}_local`
}

/** ` ON CLUSTER name` where a statement must reach every replica, else nothing. */
export function onCluster({ cluster, isReplicated = true }: Topology): string {
  return cluster !== undefined && isReplicated ? ` ON CLUSTER ${cluster}` : ''
}

export function printCreate(table: TableDef, topology: Topology = {}): string[] {
  const local = `CREATE TABLE IF NOT EXISTS ${localName(table.name, topology)}${onCluster(topology)} (
${table.columns.map((column) => `  ${printColumn(column)}`).join(',\n')}
)
ENGINE = ${printEngine(table, topology)}
ORDER BY (${table.orderBy})${printSettings(table)}`
  if (topology.cluster === undefined) return [local]
  const over = `CREATE TABLE IF NOT EXISTS ${table.name}${onCluster(topology)} AS ${localName(table.name, topology)}
ENGINE = Distributed(${topology.cluster}, currentDatabase(), ${localName(table.name, topology)}, cityHash64(ws))`
  return [local, over]
}

function printSettings({ isDurable = true, compactBytes }: TableDef): string {
  const durable = isDurable ? ['fsync_after_insert = 1', 'fsync_part_directory = 1'] : []
  const settings = [...durable, ...(compactBytes === undefined ? [] : [`min_bytes_for_wide_part = ${compactBytes}`])]
  return settings.length === 0 ? '' : `\nSETTINGS ${settings.join(', ')}`
}

export function printAddColumn(table: string, column: ColumnDef, topology: Topology = {}): string[] {
  const names = topology.cluster === undefined ? [table] : [localName(table, topology), table]
  return names.map((name) => `ALTER TABLE ${name}${onCluster(topology)} ADD COLUMN IF NOT EXISTS ${printColumn(column)}`)
}

export function printDrop(table: string, topology: Topology = {}): string[] {
  const names = topology.cluster === undefined ? [table] : [table, localName(table, topology)]
  return names.map((name) => `DROP TABLE IF EXISTS ${name}${onCluster(topology)} SYNC`)
}

/** Merges a table to its end: after bulk loads only. */
export function printOptimize(table: string, topology: Topology = {}): string {
  return `OPTIMIZE TABLE ${localName(table, topology)}${onCluster(topology)} FINAL`
}

function printColumn(column: ColumnDef): string {
  if (column.default === undefined) return `${column.name} ${column.type}`
  const [, type = column.type, codec = ''] = /^(.*?)(\s+CODEC\(.*)?$/.exec(column.type) ?? []
  return `${column.name} ${type} DEFAULT ${column.default}${codec}`
}

function printEngine(table: TableDef, topology: Topology): string {
  const isReplicated = topology.cluster !== undefined && topology.isReplicated !== false
  const place = isReplicated ? ["'/clickhouse/tables/{shard}/{database}/{table}'", "'{replica}'"] : []
  const replacing = table.engine === 'replacing' ? ['version', 'is_deleted'] : []
  return `${isReplicated ? 'Replicated' : ''}${table.engine === 'replacing' ? 'Replacing' : ''}MergeTree(${[...place, ...replacing].join(', ')})`
}

/** The table of versions: the same on every server of a cluster, so its path names no shard. */
export function printVersionTable(topology: Topology = {}): string {
  const isReplicated = onCluster(topology) !== ''
  const engine = isReplicated ? "ReplicatedMergeTree('/clickhouse/tables/all/{database}/{table}', '{shard}-{replica}')" : 'MergeTree'
  return `CREATE TABLE IF NOT EXISTS schema_version${onCluster(topology)} (
  version UInt32,
  applied DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ${engine}
ORDER BY version`
}
