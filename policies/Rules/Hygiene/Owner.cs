using System.Collections.Immutable;
using System.ComponentModel;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Hygiene;

/// <summary>In an incident the responsible team must be known.</summary>
internal sealed class Owner()
    : ObjectPolicy(
        new()
        {
            Name = "owner",
            Description = "Workloads name their owner.",
            RemediationSteps = "Add one of the labels or annotations that name the owner.",
            Severity = Severity.Low,
            Profile = Profiles.Advisory,
        }
    )
{
    private static readonly string[] Workloads = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"];

    public override PolicySettings? Settings { get; } = PolicySettings.Create(SettingsJson.Default.OwnerSettings);

    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        var names = context.Settings<OwnerSettings>().Keys;
        if (item.Is(Workloads) && !names.Any(name => item.Labels[name].Exists || item.Metadata["annotations"][name].Exists))
        {
            context.Report(item.Metadata, $"{item} has none of {string.Join(", ", names)}, which name its owner");
        }
    }
}

internal sealed record OwnerSettings
{
    [Description("The labels or annotations of which one must be present.")]
    public ImmutableArray<string> Keys { get; init; } = ["infra/owner", "owner", "team"];
}
