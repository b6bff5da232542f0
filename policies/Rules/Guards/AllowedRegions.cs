using System.Collections.Immutable;
using System.ComponentModel;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Guards;

/// <summary>Some data must not leave its region.</summary>
internal sealed class AllowedRegions()
    : PodPolicy(
        new()
        {
            Name = "allowed-regions",
            Description = "Pods run in allowed regions only.",
            RemediationSteps =
                "Select an allowed region by the label topology.kubernetes.io/region, in nodeSelector or a required node affinity.",
            Severity = Severity.High,
            Profile = Profiles.Production,
        }
    )
{
    private static readonly string[] Labels = ["topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/region"];

    public override PolicySettings? Settings { get; } = PolicySettings.Create(SettingsJson.Default.AllowedRegionsSettings);

    protected override void Validate(PodTemplate pod, PolicyContext context)
    {
        var allowed = context.Settings<AllowedRegionsSettings>().Regions;
        if (allowed.IsEmpty)
        {
            return;
        }

        var regions = GetRegions(pod).ToArray();
        if (regions.Length == 0)
        {
            context.Report(pod.Spec["nodeSelector"], $"the pods may run in any region; allowed are {string.Join(", ", allowed)}");
        }

        foreach (var region in regions)
        {
            if (region.Text is { } name && !allowed.Contains(name))
            {
                context.Report(region, $"the pods may run in '{name}'; allowed are {string.Join(", ", allowed)}");
            }
        }
    }

    private static IEnumerable<PropertyNode> GetRegions(PodTemplate pod)
    {
        var terms = pod.Spec["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]["nodeSelectorTerms"];
        return Labels
            .Select(label => pod.Spec["nodeSelector"][label])
            .Where(region => region.Exists)
            .Concat(
                terms
                    .Items.SelectMany(term => term["matchExpressions"].Items)
                    .Where(expression => Labels.Contains(expression["key"].Text) && expression["operator"].Text == "In")
                    .SelectMany(expression => expression["values"].Items)
            );
    }
}

internal sealed record AllowedRegionsSettings
{
    [Description("The allowed regions; empty for all.")]
    public ImmutableArray<string> Regions { get; init; } = [];
}
