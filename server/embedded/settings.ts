/**
 * PostgreSQL's settings for a classroom's small machine: one product and some dozen connections.
 * Given at each start rather than written into the cluster, so that a newer Kitroom can change them.
 */
export function settings(port: number, takesUnixSocket: boolean): string[] {
  return Object.entries({
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: takesUnixSocket ? "." : "", // its data directory: shorter and cheaper than TCP
    max_connections: 60,
    shared_buffers: "128MB", // taken as it is filled
    maintenance_work_mem: "32MB",
    effective_cache_size: "256MB",
    max_wal_size: "256MB",
    min_wal_size: "64MB",
    synchronous_commit: "on", // a message is acknowledged when it is stored
    huge_pages: "off",
    jit: "off",
    io_method: "sync", // no processes for input and output alone
    max_parallel_workers_per_gather: 0,
    autovacuum_max_workers: 1,
    wal_level: "minimal", // nobody replicates from here
    max_wal_senders: 0,
    max_logical_replication_workers: 0,
    log_checkpoints: "off",
    log_timezone: "UTC",
    timezone: "UTC",
  }).map(([name, value]) => `-c ${name}=${value}`);
}
