using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Monitoring;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Rbac.V1;

namespace Infra.Backend.Monitoring.Parts;

/// <summary>kube-state-metrics: exports the state of Kubernetes objects. A second replica would count everything twice.</summary>
internal sealed class KubeStateMetrics : MonitoringPart
{
    /// <summary>The name of the port with its own metrics.</summary>
    public const string TelemetryPort = "telemetry";

    private const string Folder = "/etc/kube-state-metrics";
    private const string CustomFile = "resources.yaml";
    private const int Port = 8080;
    private const int Telemetry = 8081;

    /// <summary>The resource types that alerts and dashboards use, by API group. Secrets are not among them.</summary>
    private static readonly (string Group, string[] Resources)[] Kinds =
    [
        ("", ["namespaces", "nodes", "persistentvolumeclaims", "pods", "resourcequotas"]),
        ("apps", ["daemonsets", "deployments", "replicasets", "statefulsets"]),
        ("autoscaling", ["horizontalpodautoscalers"]),
        ("batch", ["cronjobs", "jobs"]),
        ("policy", ["poddisruptionbudgets"]),
    ];

    public KubeStateMetrics(MonitoringPlan plan, MonitoringNamespaces namespaces, ComponentResourceOptions options)
        : base(nameof(KubeStateMetrics), plan, namespaces, options)
    {
        PerconaKinds[] custom = [.. plan.PerconaBackups.Select(store => PerconaKinds.Of(store.Kind)).Distinct()];
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        if (custom.Length > 0)
        {
            files[CustomFile] = CustomResourceMetrics.Write(custom);
        }

        Grant(
            PartNames.KubeStateMetrics,
            [
                .. Kinds
                    .Concat(ListCustom(custom))
                    .Select(kind => new PolicyRuleArgs
                    {
                        ApiGroups = { kind.Group },
                        Resources = kind.Resources,
                        Verbs = { "list", "watch" },
                    }),
            ]
        );
        Deploy(
            new PartSpec
            {
                Name = PartNames.KubeStateMetrics,
                Image = plan.ResolveImage(MonitoringImage.KubeStateMetrics),
                Args =
                [
                    $"--port={Port}",
                    $"--telemetry-port={Telemetry}",
                    $"--resources={string.Join(',', Kinds.SelectMany(kind => kind.Resources))}",
                    .. files.Keys.Select(file => $"--custom-resource-state-config-file={Folder}/{file}"),
                ],
                Resources = PartSizes.KubeStateMetrics(plan.Size),
                Port = Port,
                OtherPorts = [(TelemetryPort, Telemetry)],
                ReadinessPath = "/readyz",
                LivenessPath = "/livez",
                ProbePort = Telemetry,
                UsesKubernetes = true,
                PortsAnywhere = KubernetesApi.Ports,
                Checksum = files.Count == 0 ? null : Checksum(files),
                Volumes = files.Count == 0 ? [] : [PartVolumes.FromConfigMap("configuration", Files(PartNames.KubeStateMetrics, files))],
                Mounts = files.Count == 0 ? [] : [PartVolumes.ReadOnly("configuration", Folder)],
            }
        );
        RegisterOutputs();
    }

    /// <summary>Custom resources are found by their definitions.</summary>
    private static IEnumerable<(string Group, string[] Resources)> ListCustom(PerconaKinds[] custom) =>
        custom.Length == 0
            ? []
            :
            [
                ("apiextensions.k8s.io", ["customresourcedefinitions"]),
                .. custom.Select(kinds => (kinds.Group, new[] { kinds.Clusters, kinds.Backups })),
            ];
}
