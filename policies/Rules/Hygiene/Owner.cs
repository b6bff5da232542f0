using System.Collections.Immutable;
using System.ComponentModel;
using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Configuration;

namespace Infra.Policies.Rules.Hygiene;

/// <summary>At three in the morning somebody wants to know whom to call.</summary>
internal sealed class Owner : ObjectPolicy
{
    private static readonly string[] Workloads = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"];

    public override PolicySettings? Settings { get; } = PolicySettings.Of(SettingsJson.Default.OwnerSettings);

    protected override void Check(KubernetesObject item, Findings findings)
    {
        var names = findings.Settings<OwnerSettings>().Keys;
        if (item.Is(Workloads) && !names.Any(name => item.Labels[name].Exists || item.Metadata["annotations"][name].Exists))
            findings.Add(item.Metadata, $"{item} does not say whose it is by any of {string.Join(", ", names)}");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "owner",
        Summary = "Workloads say whose they are.",
        Remedy = "Add one of the labels or annotations that name the owner.",
        Severity = Severity.Low,
        Profile = Profile.Advisory,
    };
}

internal sealed record OwnerSettings
{
    [Description("The labels or annotations of which one must be there.")]
    public ImmutableArray<string> Keys { get; init; } = ["infra/owner", "owner", "team"];
}
