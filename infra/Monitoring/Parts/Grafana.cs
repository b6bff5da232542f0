using System.Collections.Immutable;
using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Monitoring.Dashboards;
using Infra.Backend.Workloads;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Backend.Monitoring.Parts;

/// <summary>
/// Grafana: shows it all. Everything in it is provisioned, so it keeps nothing of its own and one pod is enough.
/// Nobody gets in without signing in; the administrator's password comes from a Secret, or is made up by the pod itself where none is given.
/// </summary>
internal sealed class Grafana : MonitoringPart
{
    /// <summary>Where a password that was made up can be read by those who may enter the pod.</summary>
    public const string PasswordFile = $"{PasswordFolder}/admin-password";

    private const int Port = 3000;
    private const string PasswordFolder = "/run/grafana";
    private const string PasswordKey = "admin-password";

    public Grafana(MonitoringPlan plan, MonitoringHome home, ComponentResourceOptions options)
        : base(nameof(Grafana), plan, home, options)
    {
        var dashboards = DashboardCatalogue.Of(plan).GroupBy(dashboard => dashboard.Folder, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).ToImmutableArray();
        var provisioning = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["datasources.yaml"] = ConfigurationFile.Write(GrafanaDataSources.Of(plan)),
            ["dashboards.yaml"] = ConfigurationFile.Write(GrafanaDashboardProviders.Of(dashboards.Select(group => group.Key))),
        };
        var image = plan.ImageOf(MonitoringImage.Grafana);
        var configuration = Files(PartNames.Grafana, provisioning);
        var password = plan.Settings.Grafana.AdminPassword is { } given
            ? PartVolumes.Of("password", SecretFiles(PartNames.Grafana, new Dictionary<string, string>(StringComparer.Ordinal) { [PasswordKey] = given.Value }))
            : PartVolumes.Scratch("password");
        Deploy(new PartSpec
        {
            Name = PartNames.Grafana,
            Image = image,
            Args = [],
            Resources = PartSizes.Grafana(plan.Size),
            Port = Port,
            ReadyPath = "/api/health",
            AlivePath = "/api/health",
            Callees = [(PartNames.Prometheus, Prometheus.Port), (PartNames.Loki, LokiConfiguration.Port), (PartNames.Alertmanager, Alertmanager.Port)],
            Checksum = ChecksumOf(provisioning),
            Environment = Settings(),
            InitContainers = plan.Settings.Grafana.AdminPassword is null ? [PasswordMaker(image.ToString(), PartSizes.Grafana(plan.Size))] : [],
            Volumes =
            [
                password,
                PartVolumes.Scratch("data"),
                PartVolumes.Scratch("tmp"),
                Provisioning(configuration, "datasources"),
                Provisioning(configuration, "dashboards"),
                .. dashboards.Select(group => PartVolumes.Of($"dashboards-{group.Key}", Files($"dashboards-{group.Key}", group.ToDictionary(dashboard => $"{dashboard.Uid}.json", DashboardJson.Write, StringComparer.Ordinal)))),
            ],
            Mounts =
            [
                PartVolumes.ReadOnly("password", PasswordFolder),
                PartVolumes.Writable("data", "/var/lib/grafana"),
                PartVolumes.Writable("tmp", "/tmp"),
                PartVolumes.ReadOnly("datasources", "/etc/grafana/provisioning/datasources"),
                PartVolumes.ReadOnly("dashboards", "/etc/grafana/provisioning/dashboards"),
                .. dashboards.Select(group => PartVolumes.ReadOnly($"dashboards-{group.Key}", $"{GrafanaDashboardProviders.Folder}/{group.Key}")),
            ],
        });
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

    private static VolumeArgs Provisioning(Pulumi.Kubernetes.Core.V1.ConfigMap files, string kind) => new()
    {
        Name = kind,
        ConfigMap = new ConfigMapVolumeSourceArgs
        {
            Name = files.Metadata.Apply(metadata => metadata.Name),
            Items = { new KeyToPathArgs { Key = $"{kind}.yaml", Path = $"{kind}.yaml" } },
        },
    };

    /// <summary>Twenty-four random bytes, made where they are used and stored nowhere else.</summary>
    private static ContainerArgs PasswordMaker(string image, Infra.Backend.Settings.SizeSettings size) => new()
    {
        Name = "password",
        Image = image,
        Command = { "sh", "-c", $"umask 077 && head -c 24 /dev/urandom | base64 > {PasswordFile}" },
        Resources = ContainerResources.Create(size),
        SecurityContext = PodSecurity.ForContainer(),
        VolumeMounts = { PartVolumes.Writable("password", PasswordFolder) },
    };
}
