using System.Collections.Immutable;
using System.Globalization;
using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Rbac.V1;

namespace Infra.Backend.Monitoring.Parts;

/// <summary>Prometheus: scrapes and stores metrics and evaluates rules. Replicas are independent, and each scrapes all targets.</summary>
internal sealed class Prometheus : MonitoringPart
{
    public const int Port = 9090;

    private const string Volume = "data";
    private const string DataFolder = "/prometheus";

    public Prometheus(MonitoringPlan plan, MonitoringNamespaces namespaces, ComponentResourceOptions options)
        : base(nameof(Prometheus), plan, namespaces, options)
    {
        var volumes = ImmutableArray.CreateBuilder<VolumeArgs>();
        var mounts = ImmutableArray.CreateBuilder<VolumeMountArgs>();
        mounts.Add(PartVolumes.Writable(Volume, DataFolder));
        Mount(
            Files(
                PartNames.Prometheus,
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["prometheus.yaml"] = ConfigurationFile.Write(PrometheusFile.Create(plan)),
                }
            ),
            "configuration",
            "/etc/prometheus/configuration"
        );
        if (plan.EvaluatesRules)
        {
            Mount(Files("prometheus-rules", RuleFiles.Write(RuleCatalogue.Create(plan))), "rules", PrometheusFile.RulesFolder);
        }

        if (Tokens(plan) is { Count: > 0 } tokens)
        {
            volumes.Add(PartVolumes.FromSecret("secrets", SecretFiles(PartNames.Prometheus, tokens)));
            mounts.Add(PartVolumes.ReadOnly("secrets", PrometheusFile.SecretsFolder));
        }

        Grant(PartNames.Prometheus, Permissions());
        DeployStateful(
            new PartSpec
            {
                Name = PartNames.Prometheus,
                Image = plan.ResolveImage(MonitoringImage.Prometheus),
                Args = Flags(plan),
                Resources = PartSizes.Prometheus(plan.Size),
                Port = Port,
                ReadinessPath = "/-/ready",
                LivenessPath = "/-/healthy",
                StartWithin = TimeSpan.FromMinutes(15),
                FinishWithin = TimeSpan.FromMinutes(5),
                Replicas = plan.IsRedundant ? 2 : 1,
                UsesKubernetes = true,
                Callers = [PartNames.Grafana, PartNames.MetricsAdapter],
                ReachesEverything = true,
                Volumes = volumes.ToImmutable(),
                Mounts = mounts.ToImmutable(),
                Environment =
                [
                    new EnvVarArgs
                    {
                        Name = "POD_NAME",
                        ValueFrom = new EnvVarSourceArgs { FieldRef = new ObjectFieldSelectorArgs { FieldPath = "metadata.name" } },
                    },
                ],
            },
            Volume,
            VolumeSize(plan.RetentionSize)
        );
        RegisterOutputs();

        void Mount(ConfigMap files, string name, string path)
        {
            volumes.Add(PartVolumes.FromConfigMap(name, files));
            mounts.Add(PartVolumes.ReadOnly(name, path));
        }
    }

    /// <summary>A quarter more than the retention, for the write-ahead log and compactions.</summary>
    private static Quantity VolumeSize(Quantity retention) => retention.Scale(5, 4).RoundUpTo(Quantity.Parse("1Gi"));

    private static ImmutableArray<string> Flags(MonitoringPlan plan) =>
        [
            "--config.file=/etc/prometheus/configuration/prometheus.yaml",
            $"--storage.tsdb.path={DataFolder}",
            $"--storage.tsdb.retention.time={Duration.Format(plan.Retention)}",
            $"--storage.tsdb.retention.size={Bytes(plan.RetentionSize)}",
            // Changed files of configuration and rules are reloaded without a restart.
            "--enable-feature=auto-reload-config",
        ];

    /// <summary>In the units of Prometheus, which are powers of 1024 without the "i".</summary>
    private static string Bytes(Quantity size) => ((long)(size.ToDouble() / (1 << 20))).ToString(CultureInfo.InvariantCulture) + "MB";

    private static Dictionary<string, string> Tokens(MonitoringPlan plan)
    {
        var tokens = new Dictionary<string, string>(StringComparer.Ordinal);
        if (plan.Settings.External is { Prometheus.Token: { } write })
        {
            tokens[PrometheusFile.RemoteWriteToken] = write.Value;
        }

        if (plan.Settings.External is { Alertmanager.Token: { } alert })
        {
            tokens[PrometheusFile.AlertmanagerToken] = alert.Value;
        }

        return tokens;
    }

    private static PolicyRuleArgs[] Permissions() =>
        [
            // Discovery of targets.
            new()
            {
                ApiGroups = { "" },
                Resources = { "nodes", "pods" },
                Verbs = { "get", "list", "watch" },
            },
            new()
            {
                ApiGroups = { "discovery.k8s.io" },
                Resources = { "endpointslices" },
                Verbs = { "get", "list", "watch" },
            },
            new()
            {
                ApiGroups = { "" },
                Resources = { "services" },
                Verbs = { "get", "list", "watch" },
            },
            // Metrics of kubelets and of the API server.
            new()
            {
                ApiGroups = { "" },
                Resources = { "nodes/metrics" },
                Verbs = { "get" },
            },
            new() { NonResourceURLs = { "/metrics" }, Verbs = { "get" } },
        ];
}
