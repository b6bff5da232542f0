using System.Collections.Immutable;
using System.Globalization;
using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Settings.Values;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Rbac.V1;

namespace Infra.Backend.Monitoring.Parts;

/// <summary>Prometheus: reads measurements, keeps them, and evaluates rules. Replicas are alike and know nothing of each other.</summary>
internal sealed class Prometheus : MonitoringPart
{
    public const int Port = 9090;

    private const string Volume = "data";
    private const string DataFolder = "/prometheus";

    public Prometheus(MonitoringPlan plan, MonitoringHome home, ComponentResourceOptions options)
        : base(nameof(Prometheus), plan, home, options)
    {
        var volumes = ImmutableArray.CreateBuilder<VolumeArgs>();
        var mounts = ImmutableArray.CreateBuilder<VolumeMountArgs>();
        mounts.Add(PartVolumes.Writable(Volume, DataFolder));
        Mount(Files(PartNames.Prometheus, new Dictionary<string, string>(StringComparer.Ordinal) { ["prometheus.yaml"] = ConfigurationFile.Write(PrometheusFile.Of(plan)) }), "configuration", "/etc/prometheus/configuration");
        if (plan.EvaluatesRules)
        {
            Mount(Files("prometheus-rules", RuleFiles.Of(RuleCatalogue.Of(plan))), "rules", PrometheusFile.RulesFolder);
        }

        if (Tokens(plan) is { Count: > 0 } tokens)
        {
            volumes.Add(PartVolumes.Of("secrets", SecretFiles(PartNames.Prometheus, tokens)));
            mounts.Add(PartVolumes.ReadOnly("secrets", PrometheusFile.SecretsFolder));
        }

        Grant(PartNames.Prometheus, Rights());
        DeployStateful(
            new PartSpec
            {
                Name = PartNames.Prometheus,
                Image = plan.ImageOf(MonitoringImage.Prometheus),
                Args = Flags(plan),
                Resources = PartSizes.Prometheus(plan.Size),
                Port = Port,
                ReadyPath = "/-/ready",
                AlivePath = "/-/healthy",
                StartWithin = TimeSpan.FromMinutes(15),
                FinishWithin = TimeSpan.FromMinutes(5),
                Replicas = plan.IsRedundant ? 2 : 1,
                UsesKubernetes = true,
                Callers = [PartNames.Grafana, PartNames.MetricsAdapter],
                ReachesEverything = true,
                Volumes = volumes.ToImmutable(),
                Mounts = mounts.ToImmutable(),
                Environment = [new EnvVarArgs { Name = "POD_NAME", ValueFrom = new EnvVarSourceArgs { FieldRef = new ObjectFieldSelectorArgs { FieldPath = "metadata.name" } } }],
            },
            Volume,
            VolumeFor(plan.RetentionSize));
        RegisterOutputs();

        void Mount(ConfigMap files, string name, string path)
        {
            volumes.Add(PartVolumes.Of(name, files));
            mounts.Add(PartVolumes.ReadOnly(name, path));
        }
    }

    /// <summary>Room for the journal and for blocks that are being merged, beyond what is kept.</summary>
    private static Quantity VolumeFor(Quantity kept) => kept.Scale(5, 4).RoundUpTo(Quantity.Parse("1Gi"));

    private static ImmutableArray<string> Flags(MonitoringPlan plan) =>
    [
        "--config.file=/etc/prometheus/configuration/prometheus.yaml",
        $"--storage.tsdb.path={DataFolder}",
        $"--storage.tsdb.retention.time={Duration.Format(plan.Retention)}",
        $"--storage.tsdb.retention.size={Bytes(plan.RetentionSize)}",

        // Configuration and rules are read again when their files change; nothing is restarted for that.
        "--enable-feature=auto-reload-config",
    ];

    /// <summary>Prometheus writes powers of 1024 without the i.</summary>
    private static string Bytes(Quantity size) => ((long)(size.Approximate / (1 << 20))).ToString(CultureInfo.InvariantCulture) + "MB";

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

    private static PolicyRuleArgs[] Rights() =>
    [
        // Discovery of targets.
        new() { ApiGroups = { "" }, Resources = { "nodes", "pods" }, Verbs = { "get", "list", "watch" } },
        new() { ApiGroups = { "discovery.k8s.io" }, Resources = { "endpointslices" }, Verbs = { "get", "list", "watch" } },
        new() { ApiGroups = { "" }, Resources = { "services" }, Verbs = { "get", "list", "watch" } },

        // Measurements of kubelets and of the API server.
        new() { ApiGroups = { "" }, Resources = { "nodes/metrics" }, Verbs = { "get" } },
        new() { NonResourceURLs = { "/metrics" }, Verbs = { "get" } },
    ];
}
