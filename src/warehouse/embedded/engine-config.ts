// The engine's configuration file: small caches and pools, a ceiling for its memory, and for tests a cluster.

export type ClusterConfig = { name: string; tcpPort: number; shards: number }

/** Text of the XML file; `memoryMax` in bytes is the ceiling for the whole engine. */
export function printEngineConfig(memoryMax: number, cluster?: ClusterConfig): string {
  const values: Record<string, number> = {
    max_server_memory_usage: memoryMax,
    mark_cache_size: 64 * 1024 * 1024,
    index_mark_cache_size: 8 * 1024 * 1024,
    primary_index_cache_size: 32 * 1024 * 1024,
    uncompressed_cache_size: 0,
    index_uncompressed_cache_size: 0,
    query_condition_cache_size: 8 * 1024 * 1024,
    compiled_expression_cache_size: 16 * 1024 * 1024,
    background_pool_size: 2,
    background_schedule_pool_size: 8,
    background_common_pool_size: 2,
    background_fetches_pool_size: 1,
    background_move_pool_size: 1,
    background_buffer_flush_schedule_pool_size: 1,
    background_message_broker_schedule_pool_size: 1,
    background_distributed_schedule_pool_size: 2,
  }
  const lines = Object.entries(values).map(([name, value]) => `  <${name}>${value}</${name}>`)
  return [
    '<clickhouse>',
    '  <logger><level>none</level><console>0</console></logger>',
    ...lines,
    ...(cluster ? printCluster(cluster) : []),
    '</clickhouse>',
    '',
  ].join('\n')
}

/** TRICKY (chDB): without `default_database` in a shard the engine takes 127.0.0.1 for itself and runs the shard inside. */
function printCluster(cluster: ClusterConfig): string[] {
  const shard = `      <shard><replica><host>127.0.0.1</host><port>${cluster.tcpPort}</port></replica></shard>`
  return [
    `  <tcp_port>${cluster.tcpPort}</tcp_port>`,
    '  <remote_servers>',
    `    <${cluster.name}>`,
    ...Array.from({ length: cluster.shards }, () => shard),
    `    </${cluster.name}>`,
    '  </remote_servers>',
  ]
}
