using System.Collections.Immutable;
using System.ComponentModel;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Guards;

/// <summary>Some data may not leave its country.</summary>
internal sealed class AllowedRegions() : PodPolicy(new()
{
    Name = "allowed-regions",
    Description = "Pods run only in regions that are allowed.",
    RemediationSteps = "Name an allowed region in nodeSelector or in a required node affinity, by the label topology.kubernetes.io/region.",
    Severity = Severity.High,
    Profile = Profiles.Production,
})
{
    private static readonly string[] Labels = ["topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/region"];

    public override PolicySettings? Settings { get; } = PolicySettings.Create(SettingsJson.Default.AllowedRegionsSettings);

    protected override void Validate(PodTemplate pod, PolicyContext context)
    {
        var allowed = context.Settings<AllowedRegionsSettings>().Regions;
        if (allowed.IsEmpty)
            return;

        var asked = Regions(pod).ToArray();
        if (asked.Length == 0)
            context.Report(pod.Spec["nodeSelector"], $"the pods may run in any region; allowed are {string.Join(", ", allowed)}");
        foreach (var region in asked)
            if (region.Text is { } name && !allowed.Contains(name))
                context.Report(region, $"the pods may run in '{name}'; allowed are {string.Join(", ", allowed)}");
    }

    private static IEnumerable<PropertyNode> Regions(PodTemplate pod)
    {
        var terms = pod.Spec["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]["nodeSelectorTerms"];
        return Labels.Select(label => pod.Spec["nodeSelector"][label]).Where(region => region.Exists)
            .Concat(terms.Items.SelectMany(term => term["matchExpressions"].Items)
                .Where(expression => Labels.Contains(expression["key"].Text) && expression["operator"].Text == "In")
                .SelectMany(expression => expression["values"].Items));
    }
}

internal sealed record AllowedRegionsSettings
{
    [Description("The regions allowed. Empty allows all.")]
    public ImmutableArray<string> Regions { get; init; } = [];
}
