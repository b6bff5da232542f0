using System.Collections.Immutable;
using System.ComponentModel;
using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Configuration;
using Infra.Policies.Sdk.Values;

namespace Infra.Policies.Rules.Guards;

/// <summary>Some data may not leave its country.</summary>
internal sealed class AllowedRegions : PodPolicy
{
    private static readonly string[] Labels = ["topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/region"];

    public override PolicySettings? Settings { get; } = PolicySettings.Of(SettingsJson.Default.AllowedRegionsSettings);

    protected override void Check(PodTemplate pod, Findings findings)
    {
        var allowed = findings.Settings<AllowedRegionsSettings>().Regions;
        if (allowed.IsEmpty)
            return;

        var asked = Regions(pod).ToArray();
        if (asked.Length == 0)
            findings.Add(pod.Spec["nodeSelector"], $"the pods may run in any region; allowed are {string.Join(", ", allowed)}");
        foreach (var region in asked)
            if (region.Text is { } name && !allowed.Contains(name))
                findings.Add(region, $"the pods may run in '{name}'; allowed are {string.Join(", ", allowed)}");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "allowed-regions",
        Summary = "Pods run only in regions that are allowed.",
        Remedy = "Name an allowed region in nodeSelector or in a required node affinity, by the label topology.kubernetes.io/region.",
        Severity = Severity.High,
        Profile = Profile.Production,
    };

    private static IEnumerable<Node> Regions(PodTemplate pod)
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
