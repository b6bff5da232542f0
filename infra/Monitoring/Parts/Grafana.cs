using System.Collections.Immutable;
using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Monitoring.Dashboards;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings;
using Infra.Backend.Workloads;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Backend.Monitoring.Parts;

/// <summary>
/// Grafana. Everything in it is provisioned, so it needs no volume and a single pod.
/// Access requires signing in; the administrator's password comes from a Secret, or an init container generates it where none is set.
/// </summary>
internal sealed class Grafana : MonitoringPart
{
    /// <summary>The file with the administrator's password, readable by users who may exec into the pod.</summary>
    public const string PasswordFile = $"{PasswordFolder}/admin-password";

    private const int Port = 3000;
    private const string PasswordFolder = "/run/grafana";
    private const string PasswordKey = "admin-password";

    public Grafana(MonitoringPlan plan, MonitoringNamespaces namespaces, ComponentResourceOptions options)
        : base(nameof(Grafana), plan, namespaces, options)
    {
        var dashboards = DashboardCatalogue
            .Create(plan)
            .GroupBy(dashboard => dashboard.Folder, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToImmutableArray();
        var provisioning = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["datasources.yaml"] = ConfigurationFile.Write(GrafanaDataSources.Create(plan)),
            ["dashboards.yaml"] = ConfigurationFile.Write(GrafanaDashboardProviders.Create(dashboards.Select(group => group.Key))),
        };
        var image = plan.ResolveImage(MonitoringImage.Grafana);
        var configuration = Files(PartNames.Grafana, provisioning);
        var password = plan.Settings.Grafana.AdminPassword is { } given
            ? PartVolumes.FromSecret(
                "password",
                SecretFiles(PartNames.Grafana, new Dictionary<string, string>(StringComparer.Ordinal) { [PasswordKey] = given.Value })
            )
            : PartVolumes.Scratch("password");
        Deploy(
            new PartSpec
            {
                Name = PartNames.Grafana,
                Image = image,
                Args = [],
                Resources = PartSizes.Grafana(plan.Size),
                Port = Port,
                ReadinessPath = "/api/health",
                LivenessPath = "/api/health",
                Callees =
                [
                    (PartNames.Prometheus, Prometheus.Port),
                    (PartNames.Loki, LokiConfiguration.Port),
                    (PartNames.Alertmanager, Alertmanager.Port),
                ],
                Checksum = Checksum(provisioning),
                Environment = Settings(),
                InitContainers = plan.Settings.Grafana.AdminPassword is null
                    ? [PasswordGenerator(image.ToString(), PartSizes.Grafana(plan.Size))]
                    : [],
                Volumes =
                [
                    password,
                    PartVolumes.Scratch("data"),
                    PartVolumes.Scratch("tmp"),
                    Provisioning(configuration, "datasources"),
                    Provisioning(configuration, "dashboards"),
                    .. dashboards.Select(group =>
                        PartVolumes.FromConfigMap(
                            $"dashboards-{group.Key}",
                            Files(
                                $"dashboards-{group.Key}",
                                group.ToDictionary(dashboard => $"{dashboard.Uid}.json", DashboardJson.Write, StringComparer.Ordinal)
                            )
                        )
                    ),
                ],
                Mounts =
                [
                    PartVolumes.ReadOnly("password", PasswordFolder),
                    PartVolumes.Writable("data", "/var/lib/grafana"),
                    PartVolumes.Writable("tmp", "/tmp"),
                    PartVolumes.ReadOnly("datasources", "/etc/grafana/provisioning/datasources"),
                    PartVolumes.ReadOnly("dashboards", "/etc/grafana/provisioning/dashboards"),
                    .. dashboards.Select(group =>
                        PartVolumes.ReadOnly($"dashboards-{group.Key}", $"{GrafanaDashboardProviders.Folder}/{group.Key}")
                    ),
                ],
            }
        );
        RegisterOutputs();
    }

    private static ImmutableArray<EnvVarArgs> Settings() =>
        [
            Variable("GF_SECURITY_ADMIN_PASSWORD__FILE", PasswordFile),
            Variable("GF_AUTH_ANONYMOUS_ENABLED", "false"),
            Variable("GF_USERS_ALLOW_SIGN_UP", "false"),
            Variable("GF_ANALYTICS_REPORTING_ENABLED", "false"),
            Variable("GF_ANALYTICS_CHECK_FOR_UPDATES", "false"),
            Variable("GF_PLUGINS_PREINSTALL_DISABLED", "true"),
        ];

    private static EnvVarArgs Variable(string name, string value) => new() { Name = name, Value = value };

    private static VolumeArgs Provisioning(Pulumi.Kubernetes.Core.V1.ConfigMap files, string kind) =>
        new()
        {
            Name = kind,
            ConfigMap = new ConfigMapVolumeSourceArgs
            {
                Name = files.Metadata.Apply(metadata => metadata.Name),
                Items =
                {
                    new KeyToPathArgs { Key = $"{kind}.yaml", Path = $"{kind}.yaml" },
                },
            },
        };

    /// <summary>Generates a password of 24 random bytes, which is stored in the pod only.</summary>
    private static ContainerArgs PasswordGenerator(string image, SizeSettings size) =>
        new()
        {
            Name = "password",
            Image = image,
            Command = { "sh", "-c", $"umask 077 && head -c 24 /dev/urandom | base64 > {PasswordFile}" },
            Resources = ContainerResources.Create(size),
            SecurityContext = PodSecurity.ForContainer(),
            VolumeMounts = { PartVolumes.Writable("password", PasswordFolder) },
        };
}
