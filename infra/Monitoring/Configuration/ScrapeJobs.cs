using System.Collections.Immutable;
using System.Globalization;
using Infra.Backend.Monitoring.Parts;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Haproxy;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Planning.Queues;
using Infra.Backend.Planning.Stores.Metrics;
using Infra.Backend.Settings;

namespace Infra.Backend.Monitoring.Configuration;

/// <summary>
/// Creates the scrape jobs: the monitoring's own parts, the cluster, the load balancer, the services with metrics, the probed hosts.
/// </summary>
internal sealed class ScrapeJobs
{
    public const string ApiServer = "apiserver";
    public const string Kubelet = "kubelet";
    public const string Cadvisor = "cadvisor";
    public const string LoadBalancer = LoadBalancingSettings.Name;

    private const string AccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";
    private const string Meta = "__meta_kubernetes_";

    private readonly MonitoringPlan _plan;

    private ScrapeJobs(MonitoringPlan plan) => _plan = plan;

    public static ImmutableArray<ScrapeJob> Create(MonitoringPlan plan)
    {
        var jobs = new ScrapeJobs(plan);
        return
        [
            .. jobs.PartJobs(),
            .. ClusterJobs(),
            .. jobs.BalancerJobs(),
            .. jobs.ServiceJobs(),
            .. jobs.StoreJobs(),
            .. jobs.QueueJobs(),
            .. jobs.ProbeJobs(),
        ];
    }

    /// <summary>The prefix avoids conflicts with the jobs of the monitoring itself.</summary>
    public static string JobName(WatchedService service) => $"service/{service.Name}";

    /// <summary>The job of a store's metrics.</summary>
    public static string JobName(WatchedStore store) => $"store/{store.Name}";

    private IEnumerable<ScrapeJob> PartJobs()
    {
        yield return Part(PartNames.Prometheus);
        if (_plan.HasAlertmanager)
        {
            yield return Part(PartNames.Alertmanager);
        }

        if (_plan.Settings.Parts.KubeStateMetrics)
        {
            var ports = $"{PartPods.PortName}|{Parts.KubeStateMetrics.TelemetryPort}";
            yield return Part(PartNames.KubeStateMetrics, ports) with
            {
                HonorLabels = true,
            };
        }

        if (_plan.Settings.Parts.NodeExporter)
        {
            var agent = Part(PartNames.NodeExporter, inNamespace: _plan.AgentsNamespace);

            // An instance is a node, so it is named after the node.
            yield return agent with
            {
                RelabelConfigs = [.. agent.RelabelConfigs, RelabelRule.Copy($"{Meta}pod_node_name", "instance")],
            };
        }

        if (_plan.HasLogs)
        {
            yield return Part(PartNames.FluentBit, inNamespace: _plan.AgentsNamespace) with
            {
                MetricsPath = "/api/v2/metrics/prometheus",
            };
        }

        if (_plan.HasLogStore)
        {
            yield return Part(PartNames.Loki);
        }

        if (_plan.HasGrafana)
        {
            yield return Part(PartNames.Grafana);
        }

        if (!_plan.Probed.IsEmpty)
        {
            yield return Part(PartNames.Blackbox);
        }

        if (_plan.HasPushgateway)
        {
            // What it keeps belongs to no pod of its own, so that its series go on when it moves.
            yield return Part(PartNames.Pushgateway) with
            {
                HonorLabels = true,

                // It takes any series, also from a pod that a backup has changed, so only those of drills are kept.
                MetricRelabelConfigs = [RelabelRule.Keep("__name__", DrillMetrics.Any), RelabelRule.DropLabels("pod|node")],
            };
        }
    }

    private static IEnumerable<ScrapeJob> ClusterJobs()
    {
        yield return KubeletJob(Kubelet, null);
        yield return KubeletJob(Cadvisor, "/metrics/cadvisor") with
        {
            // Unused series of high cardinality are dropped.
            HonorLabels = true,
            MetricRelabelConfigs =
            [
                RelabelRule.Drop(
                    "__name__",
                    "container_(network_tcp_usage_total|network_udp_usage_total|tasks_state|cpu_load_average_10s)"
                ),
            ],
        };
        yield return new ScrapeJob
        {
            JobName = ApiServer,
            Scheme = "https",
            Authorization = new Authorization($"{AccountFolder}/token"),
            TlsConfig = new TlsSection { CaFile = $"{AccountFolder}/ca.crt" },
            KubernetesSdConfigs = [new KubernetesDiscovery { Role = "endpointslice", Namespaces = new NamespaceFilter(["default"]) }],
            RelabelConfigs =
            [
                RelabelRule.Keep($"{Meta}service_name", "kubernetes"),
                RelabelRule.Keep($"{Meta}endpointslice_port_name", "https"),
            ],
        };
    }

    private static ScrapeJob KubeletJob(string job, string? path) =>
        new()
        {
            JobName = job,
            Scheme = "https",
            MetricsPath = path,
            Authorization = new Authorization($"{AccountFolder}/token"),

            // Kubelets sign their own serving certificates unless the cluster is configured otherwise.
            TlsConfig = new TlsSection { CaFile = $"{AccountFolder}/ca.crt", InsecureSkipVerify = true },
            KubernetesSdConfigs = [new KubernetesDiscovery { Role = "node" }],
            RelabelConfigs = [RelabelRule.Copy($"{Meta}node_name", "node")],
        };

    /// <summary>HAProxy counts external requests, which covers services without metrics of their own.</summary>
    private IEnumerable<ScrapeJob> BalancerJobs()
    {
        if (_plan.Services.FirstOrDefault(service => service.Name == LoadBalancer) is { } balancer)
        {
            yield return new ScrapeJob
            {
                JobName = LoadBalancer,
                KubernetesSdConfigs = [DiscoverPods(balancer.Name, balancer.Namespace)],
                RelabelConfigs = [.. RunningPods(), .. AtPort(HaproxyConfiguration.MetricsPort), RelabelRule.Set("service", balancer.Name)],
            };
        }
    }

    private IEnumerable<ScrapeJob> ServiceJobs()
    {
        foreach (var service in _plan.Services.Where(service => service.Metrics is not null))
        {
            var metrics = service.Metrics!;
            yield return new ScrapeJob
            {
                JobName = JobName(service),
                MetricsPath = metrics.Path,
                ScrapeInterval = metrics.Interval,
                KubernetesSdConfigs = [DiscoverPods(service.Name, service.Namespace)],
                RelabelConfigs =
                [
                    .. RunningPods(),
                    .. AtPort(metrics.Port),
                    RelabelRule.Set("service", service.Name),
                    RelabelRule.Copy($"{Meta}pod_label_app_kubernetes_io_version", "version"),
                ],
            };
        }
    }

    private IEnumerable<ScrapeJob> StoreJobs() =>
        _plan.Stores.Select(store => new ScrapeJob
        {
            JobName = JobName(store),
            KubernetesSdConfigs = [DiscoverPods(store.Metrics.Pods, store.Namespace)],
            RelabelConfigs = [.. RunningPods(), .. AtPort(store.Metrics.Port), RelabelRule.Set("store", store.Name)],
        });

    /// <summary>RabbitMQ's plugin has the lengths of single queues on a page of its own, which autoscalers need.</summary>
    private IEnumerable<ScrapeJob> QueueJobs() =>
        _plan
            .Stores.Where(store => store.Metrics.Source == MetricsSource.Rabbitmq && FollowsQueues)
            .Select(store => new ScrapeJob
            {
                JobName = $"{JobName(store)}/queues",
                MetricsPath = "/metrics/detailed",
                Params = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["family"] = ["queue_coarse_metrics"] },
                KubernetesSdConfigs = [DiscoverPods(store.Metrics.Pods, store.Namespace)],
                RelabelConfigs = [.. RunningPods(), .. AtPort(store.Metrics.Port), RelabelRule.Set(QueueMetric.StoreLabel, store.Name)],
            });

    private bool FollowsQueues => _plan.Services.Any(service => service.FollowedExternalMetrics.Contains(QueueMetric.QueueLength.Name));

    private IEnumerable<ScrapeJob> ProbeJobs()
    {
        if (_plan.Probed.IsEmpty)
        {
            yield break;
        }

        yield return new ScrapeJob
        {
            JobName = "probe",
            MetricsPath = "/probe",
            Params = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["module"] = [BlackboxConfiguration.Module] },
            StaticConfigs =
            [
                .. _plan.Probed.Select(probed => new StaticTargets(
                    [$"https://{probed.Host}"],
                    new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        ["service"] = probed.Service.Name,
                        ["namespace"] = probed.Service.Namespace,
                    }
                )),
            ],
            RelabelConfigs =
            [
                RelabelRule.Copy("__address__", "__param_target"),
                RelabelRule.Copy("__param_target", "instance"),
                RelabelRule.Set("__address__", $"{PartNames.Blackbox}.{_plan.Namespace}.svc:{Parts.Blackbox.Port}"),
            ],
        };
    }

    private ScrapeJob Part(string part, string ports = PartPods.PortName, string? inNamespace = null) =>
        new()
        {
            JobName = part,
            KubernetesSdConfigs = [DiscoverPods(part, inNamespace ?? _plan.Namespace)],
            RelabelConfigs = [.. RunningPods(), RelabelRule.Keep($"{Meta}pod_container_port_name", ports)],
        };

    /// <summary>Discovery yields a target for each port of each container; the same address merges them into one.</summary>
    private static IEnumerable<RelabelRule> AtPort(int port)
    {
        yield return Address("([^:]+)", string.Create(CultureInfo.InvariantCulture, $"$1:{port}"));
        yield return Address("(.*:.*)", string.Create(CultureInfo.InvariantCulture, $"[$1]:{port}"));

        static RelabelRule Address(string ip, string address) =>
            new()
            {
                SourceLabels = [$"{Meta}pod_ip"],
                Regex = ip,
                TargetLabel = "__address__",
                Replacement = address,
            };
    }

    private static IEnumerable<RelabelRule> RunningPods() =>
        [
            RelabelRule.Drop($"{Meta}pod_phase", "Succeeded|Failed"),
            RelabelRule.Drop($"{Meta}pod_container_init", "true"),
            RelabelRule.Copy($"{Meta}namespace", "namespace"),
            RelabelRule.Copy($"{Meta}pod_name", "pod"),
            RelabelRule.Copy($"{Meta}pod_node_name", "node"),
        ];

    private KubernetesDiscovery DiscoverPods(string name, string inNamespace) =>
        DiscoverPods(
            [
                KeyValuePair.Create("app.kubernetes.io/name", name),
                KeyValuePair.Create("app.kubernetes.io/instance", $"{_plan.System.Name}-{_plan.System.Stack}"),
            ],
            inNamespace
        );

    private static KubernetesDiscovery DiscoverPods(IEnumerable<KeyValuePair<string, string>> labels, string inNamespace) =>
        new()
        {
            Role = "pod",
            Namespaces = new NamespaceFilter([inNamespace]),
            Selectors = [new DiscoverySelector("pod", string.Join(',', labels.Select(label => $"{label.Key}={label.Value}")))],
        };
}
