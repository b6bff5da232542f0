using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Monitoring;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Rbac.V1;

namespace Infra.Backend.Monitoring.Parts;

/// <summary>
/// Logs: Fluent Bit on every node sends the logs of containers to Loki. The log files of a node belong to root, so the agent runs as root
/// with the single
/// capability that reading them takes.
/// </summary>
internal sealed class Logs : ComponentResource
{
    public Logs(MonitoringPlan plan, MonitoringNamespaces namespaces, ComponentResourceOptions options)
        : base("infra:monitoring:Logs", plan.System.ResourceName("logs"), options)
    {
        var own = new ComponentResourceOptions { Parent = this };
        if (plan.HasLogStore)
        {
            _ = new LogStore(plan, namespaces, own);
        }

        _ = new LogAgent(plan, namespaces, own);
        RegisterOutputs();
    }

    private sealed class LogStore : MonitoringPart
    {
        private const string Volume = "data";

        public LogStore(MonitoringPlan plan, MonitoringNamespaces namespaces, ComponentResourceOptions options)
            : base(nameof(LogStore), plan, namespaces, options)
        {
            var files = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["loki.yaml"] = ConfigurationFile.Write(LokiConfiguration.Create(plan.Settings.Retention.Logs)),
            };
            DeployStateful(
                new PartSpec
                {
                    Name = PartNames.Loki,
                    Image = plan.ResolveImage(MonitoringImage.Loki),
                    Args = ["-config.file=/etc/loki/loki.yaml", "-target=all"],
                    Resources = PartSizes.Loki(plan.Size),
                    Port = LokiConfiguration.Port,
                    ReadinessPath = "/ready",
                    LivenessPath = "/loki/api/v1/status/buildinfo",
                    Callers = [PartNames.Grafana, PartNames.FluentBit],
                    Checksum = Checksum(files),
                    Volumes = [PartVolumes.FromConfigMap("configuration", Files(PartNames.Loki, files)), PartVolumes.Scratch("tmp")],
                    Mounts =
                    [
                        PartVolumes.ReadOnly("configuration", "/etc/loki"),
                        PartVolumes.Writable(Volume, LokiConfiguration.DataFolder),
                        PartVolumes.Writable("tmp", "/tmp"),
                    ],
                },
                Volume,
                PartSizes.LogsVolume(plan.Size)
            );
            RegisterOutputs();
        }
    }

    private sealed class LogAgent : MonitoringPart
    {
        public LogAgent(MonitoringPlan plan, MonitoringNamespaces namespaces, ComponentResourceOptions options)
            : base(nameof(LogAgent), plan, namespaces, options, onNodes: true)
        {
            var files = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["fluent-bit.yaml"] = ConfigurationFile.Write(FluentBitConfiguration.Create(plan)),
            };
            Grant(
                PartNames.FluentBit,
                new PolicyRuleArgs
                {
                    ApiGroups = { "" },
                    Resources = { "namespaces", "pods" },
                    Verbs = { "get", "list", "watch" },
                }
            );
            DeployOnNodes(
                new PartSpec
                {
                    Name = PartNames.FluentBit,
                    Image = plan.ResolveImage(MonitoringImage.FluentBit),
                    Args = ["--config=/etc/fluent-bit/fluent-bit.yaml"],
                    Resources = PartSizes.OnEachNode,
                    Port = FluentBitConfiguration.Port,
                    ReadinessPath = "/api/v1/health",
                    LivenessPath = "/",
                    UsesKubernetes = true,
                    Callees = plan.HasLogStore ? [(PartNames.Loki, LokiConfiguration.Port)] : [],
                    PortsAnywhere = [.. KubernetesApi.Ports.Concat(StorePorts(plan)).Distinct()],
                    NodeAccess = new NodeAccess(0, ["DAC_READ_SEARCH"], SharesNetwork: false, SharesProcesses: false),
                    Checksum = Checksum(files),
                    Environment = Token(plan) is { } token ? [token] : [],
                    Volumes =
                    [
                        PartVolumes.FromConfigMap("configuration", Files(PartNames.FluentBit, files)),
                        PartVolumes.FromNode("logs", "/var/log"),
                        PartVolumes.Scratch("state"),
                    ],
                    Mounts =
                    [
                        PartVolumes.ReadOnly("configuration", "/etc/fluent-bit"),
                        PartVolumes.ReadOnly("logs", "/var/log"),
                        PartVolumes.Writable("state", FluentBitConfiguration.StateFolder),
                    ],
                }
            );
            RegisterOutputs();
        }

        private static IEnumerable<int> StorePorts(MonitoringPlan plan) =>
            new[] { plan.Settings.External?.Loki?.Url, plan.Settings.External?.Otlp?.Url }
                .OfType<string>()
                .Select(url => new Uri(url).Port);

        private EnvVarArgs? Token(MonitoringPlan plan)
        {
            if ((plan.Settings.External?.Loki?.Token ?? plan.Settings.External?.Otlp?.Token) is not { } token)
            {
                return null;
            }

            const string key = "token";
            var secret = SecretFiles(PartNames.FluentBit, new Dictionary<string, string>(StringComparer.Ordinal) { [key] = token.Value });
            return new EnvVarArgs
            {
                Name = FluentBitConfiguration.TokenVariable,
                ValueFrom = new EnvVarSourceArgs
                {
                    SecretKeyRef = new SecretKeySelectorArgs { Name = secret.Metadata.Apply(metadata => metadata.Name), Key = key },
                },
            };
        }
    }
}
