using System.Text.Json;
using System.Text.RegularExpressions;
using Infra.Kubernetes.Schema;
using Infra.Tests.Settings;

namespace Infra.Tests.Documentation;

/// <summary>
/// <c>docs/kubernetes-fields.md</c> has a row for every field of the objects that a service consists of, and names only
/// settings that exist.
/// </summary>
public partial class KubernetesFieldsTests
{
    private const string Prefix = "io.k8s.api.";

    /// <summary>The definitions that the page must have.</summary>
    private static readonly string[] Definitions =
    [
        "core.v1.PodSpec",
        "core.v1.Container",
        "core.v1.ContainerPort",
        "core.v1.Probe",
        "core.v1.HTTPGetAction",
        "core.v1.Lifecycle",
        "core.v1.LifecycleHandler",
        "core.v1.SecurityContext",
        "core.v1.PodSecurityContext",
        "core.v1.EnvVarSource",
        "core.v1.EnvFromSource",
        "core.v1.ResourceRequirements",
        "core.v1.Toleration",
        "core.v1.TopologySpreadConstraint",
        "core.v1.NodeAffinity",
        "core.v1.NodeSelectorTerm",
        "core.v1.PodAffinityTerm",
        "core.v1.PodDNSConfig",
        "core.v1.Volume",
        "core.v1.VolumeProjection",
        "core.v1.VolumeMount",
        "core.v1.PersistentVolumeClaimSpec",
        "core.v1.ServiceSpec",
        "core.v1.ServicePort",
        "apps.v1.DeploymentSpec",
        "apps.v1.StatefulSetSpec",
        "apps.v1.DaemonSetSpec",
        "batch.v1.JobSpec",
        "batch.v1.CronJobSpec",
        "autoscaling.v2.HorizontalPodAutoscalerSpec",
        "autoscaling.v2.HPAScalingRules",
        "autoscaling.v2.MetricSpec",
        "policy.v1.PodDisruptionBudgetSpec",
        "networking.v1.NetworkPolicySpec",
        "networking.v1.NetworkPolicyPeer",
        "networking.v1.NetworkPolicyPort",
        "networking.v1.IngressSpec",
        "node.v1.RuntimeClass",
        "scheduling.v1.PriorityClass",
    ];

    private static readonly string[] Answers = ["setting", "derived", "limit"];

    private static readonly Lazy<FieldTable[]> Tables = new(() =>
        [.. FieldTable.Read(StackSources.PathOf("docs", "kubernetes-fields.md"))]
    );

    public static TheoryData<string> AllDefinitions => [.. Definitions];

    [Fact]
    public void ThePage_HasATableForEachDefinition() =>
        Assert.Equal(
            Definitions.Order(StringComparer.Ordinal),
            Tables.Value.Select(table => table.Definition).Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(AllDefinitions))]
    public void EveryField_HasARow_AndEveryRowIsAField(string definition) =>
        Assert.Equal(
            SchemaFile
                .Instance.Definitions.GetProperty(Prefix + definition)
                .GetProperty("properties")
                .EnumerateObject()
                .Select(field => field.Name)
                .Order(StringComparer.Ordinal),
            Find(definition).Rows.Select(row => row.Field)
        );

    [Theory]
    [MemberData(nameof(AllDefinitions))]
    public void EveryRow_NamesItsSetting_OrGivesAReasonAndAnAlternative(string definition) => Assert.All(Find(definition).Rows, row =>
        {
            Assert.Contains(row.Answer, Answers);
            Assert.NotEmpty(row.Text);
            if (row.Answer == "setting")
            {
                Assert.StartsWith("`", row.Text, StringComparison.Ordinal);
            }
            else if (row.Answer == "limit" && !row.Text.StartsWith("as ", StringComparison.Ordinal))
            {
                Assert.Contains("; ", row.Text, StringComparison.Ordinal);
            }
        });

    [Theory]
    [MemberData(nameof(AllDefinitions))]
    public void EverySetting_IsInTheSchema(string definition)
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(StackSources.PathOf("stacks", "schema.json")));
        var paths = new SettingPaths(schema.RootElement);

        Assert.Empty(
            from row in Find(definition).Rows
            where row.Answer == "setting"
            from setting in Code().Matches(row.Text)
            where !paths.Exists(setting.Groups["code"].Value)
            select $"{row.Field}: {setting.Value}"
        );
    }

    [Theory]
    [InlineData("placement.zones", true)]
    [InlineData("pools.<name>.labels", true)]
    [InlineData("sidecars.<name>.health.path", true)]
    [InlineData("placement.racks", false)]
    [InlineData("placement.zones.racks", false)]
    public void APath_IsFound_OnlyIfTheSchemaHasIt(string path, bool exists)
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(StackSources.PathOf("stacks", "schema.json")));

        Assert.Equal(exists, new SettingPaths(schema.RootElement).Exists(path));
    }

    private static FieldTable Find(string definition) => Assert.Single(Tables.Value, table => table.Definition == definition);

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex Code();
}
