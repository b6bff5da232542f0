using System.Collections.Immutable;
using System.ComponentModel;
using System.IO.Enumeration;
using Infra.Policies.Kubernetes;
using Infra.Policies.Rules.Network;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Configuration;

namespace Infra.Policies.Rules.Guards;

/// <summary>What is not meant for customers must not be where they can find it.</summary>
internal sealed class PublicLoadBalancer : ClusterPolicy
{
    private static readonly string[] Services = ["Service"];

    public override PolicySettings? Settings { get; } = PolicySettings.Of(SettingsJson.Default.PublicLoadBalancerSettings);

    protected override IReadOnlyList<string> Kinds => Services;

    protected override void Check(KubernetesObject item, Cluster cluster, Findings findings)
    {
        if (findings.Stack is not { } stack || !LoadBalancers.IsPublic(item))
            return;
        var allowed = findings.Settings<PublicLoadBalancerSettings>().Stacks;
        if (!allowed.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, stack.Stack, ignoreCase: false)))
            findings.Add(item.Spec["type"], $"{item} is public, and '{stack.Stack}' is none of the stacks that may be ({string.Join(", ", allowed)})");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "public-load-balancer",
        Summary = "Only production has public load balancers.",
        Remedy = "Set loadBalancerSourceRanges, make the load balancer internal, or use another way in.",
        Severity = Severity.High,
        Profile = Profile.Production,
    };
}

internal sealed record PublicLoadBalancerSettings
{
    [Description("The stacks that may have public load balancers; * stands for any characters.")]
    public ImmutableArray<string> Stacks { get; init; } = ["prod", "prod-*", "production"];
}
