namespace Infra.Backend.Monitoring.Promql;

/// <summary>Metrics that Prometheus itself generates.</summary>
internal static class TargetMetrics
{
    public const string Up = "up";
    public const string Alerts = "ALERTS";
}

/// <summary>Metrics of kube-state-metrics.</summary>
internal static class KubeMetrics
{
    public const string PodInfo = "kube_pod_info";
    public const string PodOwner = "kube_pod_owner";
    public const string PodPhase = "kube_pod_status_phase";
    public const string PodReady = "kube_pod_status_ready";
    public const string ContainerWaitingReason = "kube_pod_container_status_waiting_reason";
    public const string ContainerTerminatedReason = "kube_pod_container_status_last_terminated_reason";
    public const string ContainerRestarts = "kube_pod_container_status_restarts_total";
    public const string ContainerRequests = "kube_pod_container_resource_requests";
    public const string ContainerLimits = "kube_pod_container_resource_limits";
    public const string ReplicaSetOwner = "kube_replicaset_owner";
    public const string DeploymentGeneration = "kube_deployment_metadata_generation";
    public const string DeploymentObservedGeneration = "kube_deployment_status_observed_generation";
    public const string DeploymentReplicas = "kube_deployment_spec_replicas";
    public const string DeploymentAvailable = "kube_deployment_status_replicas_available";
    public const string DeploymentUpdated = "kube_deployment_status_replicas_updated";
    public const string DeploymentCondition = "kube_deployment_status_condition";
    public const string StatefulSetGeneration = "kube_statefulset_metadata_generation";
    public const string StatefulSetObservedGeneration = "kube_statefulset_status_observed_generation";
    public const string StatefulSetReplicas = "kube_statefulset_replicas";
    public const string StatefulSetReady = "kube_statefulset_status_replicas_ready";
    public const string StatefulSetUpdated = "kube_statefulset_status_replicas_updated";
    public const string StatefulSetCurrentRevision = "kube_statefulset_status_current_revision";
    public const string StatefulSetUpdateRevision = "kube_statefulset_status_update_revision";
    public const string DaemonSetDesired = "kube_daemonset_status_desired_number_scheduled";
    public const string DaemonSetScheduled = "kube_daemonset_status_current_number_scheduled";
    public const string DaemonSetMisscheduled = "kube_daemonset_status_number_misscheduled";
    public const string DaemonSetUpdated = "kube_daemonset_status_updated_number_scheduled";
    public const string DaemonSetAvailable = "kube_daemonset_status_number_available";
    public const string CronJobCreated = "kube_cronjob_created";
    public const string CronJobLastSuccess = "kube_cronjob_status_last_successful_time";
    public const string JobCompletionTime = "kube_job_status_completion_time";
    public const string JobStartTime = "kube_job_status_start_time";
    public const string JobActive = "kube_job_status_active";
    public const string JobFailed = "kube_job_failed";
    public const string HpaDesired = "kube_horizontalpodautoscaler_status_desired_replicas";
    public const string HpaCurrent = "kube_horizontalpodautoscaler_status_current_replicas";
    public const string HpaMin = "kube_horizontalpodautoscaler_spec_min_replicas";
    public const string HpaMax = "kube_horizontalpodautoscaler_spec_max_replicas";
    public const string PdbDesired = "kube_poddisruptionbudget_status_desired_healthy";
    public const string PdbCurrent = "kube_poddisruptionbudget_status_current_healthy";
    public const string ResourceQuota = "kube_resourcequota";
    public const string NodeAllocatable = "kube_node_status_allocatable";
    public const string NodeCapacity = "kube_node_status_capacity";
    public const string NodeCondition = "kube_node_status_condition";
    public const string NodeTaint = "kube_node_spec_taint";
    public const string NodeUnschedulable = "kube_node_spec_unschedulable";
    public const string ListTotal = "kube_state_metrics_list_total";
    public const string WatchTotal = "kube_state_metrics_watch_total";
    public const string TotalShards = "kube_state_metrics_total_shards";
    public const string ShardOrdinal = "kube_state_metrics_shard_ordinal";
}

/// <summary>Metrics of CloudNativePG's servers about backups, and of its plugin in the same pods.</summary>
internal static class BarmanMetrics
{
    public const string LastAvailableBackup = "barman_cloud_cloudnative_pg_io_last_available_backup_timestamp";
    public const string LastFailedBackup = "barman_cloud_cloudnative_pg_io_last_failed_backup_timestamp";
    public const string Started = "cnpg_pg_postmaster_start_time";
    public const string LastArchiving = "cnpg_pg_stat_archiver_last_archived_time";
    public const string LastFailedArchiving = "cnpg_pg_stat_archiver_last_failed_time";
}

/// <summary>Metrics of the last drill of a store, which the drill itself hands over.</summary>
internal static class DrillMetrics
{
    /// <summary>What it has counted, by database and type.</summary>
    public const string Objects = "store_drill_objects";

    public const string Duration = "store_drill_duration_seconds";
    public const string Completed = "store_drill_completed_timestamp_seconds";

    /// <summary>The expression for the names of all that a drill may hand over.</summary>
    public const string Any = $"{Objects}|{Duration}|{Completed}";
}

/// <summary>Metrics of stores and backups of Percona's operators: what kube-state-metrics reads in their custom resources.</summary>
internal static class PerconaMetrics
{
    /// <summary>What all names begin with, before an underscore.</summary>
    public const string Prefix = "store";

    public const string StoreCreated = $"{Prefix}_created_timestamp_seconds";
    public const string BackupCreated = $"{Prefix}_backup_created_timestamp_seconds";

    /// <summary>Of backups that have succeeded.</summary>
    public const string BackupCompleted = $"{Prefix}_backup_completed_timestamp_seconds";

    /// <summary>1 for the state that a backup is in, and 0 for the others.</summary>
    public const string BackupState = $"{Prefix}_backup_state";
}

/// <summary>Metrics of the kubelet and of cAdvisor.</summary>
internal static class KubeletMetrics
{
    public const string VolumeAvailable = "kubelet_volume_stats_available_bytes";
    public const string VolumeCapacity = "kubelet_volume_stats_capacity_bytes";
    public const string VolumeUsed = "kubelet_volume_stats_used_bytes";
    public const string VolumeInodesFree = "kubelet_volume_stats_inodes_free";
    public const string VolumeInodes = "kubelet_volume_stats_inodes";
    public const string VolumeInodesUsed = "kubelet_volume_stats_inodes_used";
    public const string StorageErrors = "storage_operation_duration_seconds_count";
    public const string Evictions = "kubelet_evictions";
    public const string RunningPods = "kubelet_running_pods";
    public const string ContainerCpu = "container_cpu_usage_seconds_total";
    public const string ContainerCpuPeriods = "container_cpu_cfs_periods_total";
    public const string ContainerCpuThrottled = "container_cpu_cfs_throttled_periods_total";
    public const string ContainerMemory = "container_memory_working_set_bytes";
    public const string NetworkReceived = "container_network_receive_bytes_total";
    public const string NetworkSent = "container_network_transmit_bytes_total";
    public const string NetworkReceivedDropped = "container_network_receive_packets_dropped_total";
    public const string NetworkSentDropped = "container_network_transmit_packets_dropped_total";
    public const string FilesystemReads = "container_fs_reads_bytes_total";
    public const string FilesystemWrites = "container_fs_writes_bytes_total";
}

/// <summary>Metrics of the Kubernetes API server.</summary>
internal static class ApiServerMetrics
{
    public const string Requests = "apiserver_request_total";
    public const string DurationBucket = "apiserver_request_sli_duration_seconds_bucket";
    public const string DurationCount = "apiserver_request_sli_duration_seconds_count";
    public const string InflightRequests = "apiserver_current_inflight_requests";
    public const string ClientCertificateCount = "apiserver_client_certificate_expiration_seconds_count";
    public const string ClientCertificateBucket = "apiserver_client_certificate_expiration_seconds_bucket";
    public const string AggregatedUnavailable = "aggregator_unavailable_apiservice";
    public const string Objects = "apiserver_resource_objects";
}

/// <summary>Metrics that the Prometheus client libraries export for every process.</summary>
internal static class ProcessMetrics
{
    public const string StartTime = "process_start_time_seconds";
    public const string Cpu = "process_cpu_seconds_total";
    public const string Memory = "process_resident_memory_bytes";
}

/// <summary>Default names of the metrics of services.</summary>
internal static class ServiceMetrics
{
    public const string DefaultRequests = "http_requests_total";
}

/// <summary>Metrics of HAProxy.</summary>
internal static class HaproxyMetrics
{
    public const string BackendRequests = "haproxy_backend_http_requests_total";
    public const string BackendResponses = "haproxy_backend_http_responses_total";
    public const string BackendDuration = "haproxy_backend_total_time_average_seconds";
}

/// <summary>Metrics of the blackbox exporter.</summary>
internal static class ProbeMetrics
{
    public const string Success = "probe_success";
    public const string Duration = "probe_duration_seconds";
    public const string CertificateExpiry = "probe_ssl_earliest_cert_expiry";
}

/// <summary>Metrics of Prometheus.</summary>
internal static class PrometheusMetrics
{
    public const string ConfigReloadSuccess = "prometheus_config_last_reload_successful";
    public const string DiscoveryFailures = "prometheus_sd_refresh_failures_total";
    public const string KubernetesDiscoveryFailures = "prometheus_sd_kubernetes_failures_total";
    public const string NotificationQueueLength = "prometheus_notifications_queue_length";
    public const string NotificationQueueCapacity = "prometheus_notifications_queue_capacity";
    public const string NotificationErrors = "prometheus_notifications_errors_total";
    public const string NotificationsSent = "prometheus_notifications_sent_total";
    public const string AlertmanagersDiscovered = "prometheus_notifications_alertmanagers_discovered";
    public const string TsdbReloadFailures = "prometheus_tsdb_reloads_failures_total";
    public const string TsdbCompactionsFailed = "prometheus_tsdb_compactions_failed_total";
    public const string SamplesAppended = "prometheus_tsdb_head_samples_appended_total";
    public const string HeadSeries = "prometheus_tsdb_head_series";
    public const string BlockBytes = "prometheus_tsdb_storage_blocks_bytes";
    public const string DuplicateTimestamps = "prometheus_target_scrapes_sample_duplicate_timestamp_total";
    public const string OutOfOrderTimestamps = "prometheus_target_scrapes_sample_out_of_order_total";
    public const string RemoteSamplesFailed = "prometheus_remote_storage_samples_failed_total";
    public const string RemoteSamples = "prometheus_remote_storage_samples_total";
    public const string RemoteHighestIn = "prometheus_remote_storage_highest_timestamp_in_seconds";
    public const string RemoteHighestSent = "prometheus_remote_storage_queue_highest_sent_timestamp_seconds";
    public const string RemoteShardsDesired = "prometheus_remote_storage_shards_desired";
    public const string RemoteShardsMax = "prometheus_remote_storage_shards_max";
    public const string RuleFailures = "prometheus_rule_evaluation_failures_total";
    public const string GroupIterationsMissed = "prometheus_rule_group_iterations_missed_total";
    public const string GroupLastDuration = "prometheus_rule_group_last_duration_seconds";
    public const string TargetLimitExceeded = "prometheus_target_scrape_pool_exceeded_target_limit_total";
    public const string LabelLimitExceeded = "prometheus_target_scrape_pool_exceeded_label_limits_total";
    public const string BodyLimitExceeded = "prometheus_target_scrapes_exceeded_body_size_limit_total";
    public const string SampleLimitExceeded = "prometheus_target_scrapes_exceeded_sample_limit_total";
    public const string SyncFailed = "prometheus_target_sync_failed_total";
    public const string Queries = "prometheus_engine_queries";
    public const string QueriesMax = "prometheus_engine_queries_concurrent_max";
}

/// <summary>Metrics of Alertmanager.</summary>
internal static class AlertmanagerMetrics
{
    public const string ConfigReloadSuccess = "alertmanager_config_last_reload_successful";
    public const string ConfigHash = "alertmanager_config_hash";
    public const string ClusterMembers = "alertmanager_cluster_members";
    public const string NotificationsFailed = "alertmanager_notifications_failed_total";
    public const string Notifications = "alertmanager_notifications_total";
    public const string NotificationLatency = "alertmanager_notification_latency_seconds_bucket";
    public const string Alerts = "alertmanager_alerts";
    public const string AlertsReceived = "alertmanager_alerts_received_total";
}

/// <summary>Metrics of node-exporter.</summary>
internal static class NodeMetrics
{
    public const string FilesystemAvailable = "node_filesystem_avail_bytes";
    public const string FilesystemSize = "node_filesystem_size_bytes";
    public const string FilesystemFilesFree = "node_filesystem_files_free";
    public const string FilesystemFiles = "node_filesystem_files";
    public const string FilesystemReadOnly = "node_filesystem_readonly";
    public const string NetworkReceived = "node_network_receive_bytes_total";
    public const string NetworkSent = "node_network_transmit_bytes_total";
    public const string NetworkReceiveErrors = "node_network_receive_errs_total";
    public const string NetworkReceivePackets = "node_network_receive_packets_total";
    public const string NetworkSendErrors = "node_network_transmit_errs_total";
    public const string NetworkSendPackets = "node_network_transmit_packets_total";
    public const string ConntrackEntries = "node_nf_conntrack_entries";
    public const string ConntrackLimit = "node_nf_conntrack_entries_limit";
    public const string TextfileError = "node_textfile_scrape_error";
    public const string ClockOffset = "node_timex_offset_seconds";
    public const string ClockSynchronised = "node_timex_sync_status";
    public const string ClockMaxError = "node_timex_maxerror_seconds";
    public const string RaidDisksRequired = "node_md_disks_required";
    public const string RaidDisks = "node_md_disks";
    public const string FileDescriptors = "node_filefd_allocated";
    public const string FileDescriptorsMax = "node_filefd_maximum";
    public const string Cpu = "node_cpu_seconds_total";
    public const string Load1 = "node_load1";
    public const string MajorFaults = "node_vmstat_pgmajfault";
    public const string MemoryAvailable = "node_memory_MemAvailable_bytes";
    public const string MemoryTotal = "node_memory_MemTotal_bytes";
    public const string DiskIoWeighted = "node_disk_io_time_weighted_seconds_total";
    public const string DiskIo = "node_disk_io_time_seconds_total";
    public const string SystemdUnit = "node_systemd_unit_state";
    public const string SystemdRestarts = "node_systemd_service_restart_total";
    public const string BondSlaves = "node_bonding_slaves";
    public const string BondActive = "node_bonding_active";
}
