using System.Collections.Immutable;
using System.ComponentModel;
using System.IO.Enumeration;
using Infra.Policies.Kubernetes;
using Infra.Policies.Rules.Network;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Guards;

/// <summary>Stacks that are not for customers must not be reachable from the internet.</summary>
internal sealed class PublicLoadBalancer()
    : ClusterPolicy(
        new()
        {
            Name = "public-load-balancer",
            Description = "Only production stacks have public load balancers.",
            RemediationSteps = "Set loadBalancerSourceRanges, make the load balancer internal, or use another entry point.",
            Severity = Severity.High,
            Profile = Profiles.Production,
        }
    )
{
    private static readonly string[] Services = ["Service"];

    public override PolicySettings? Settings { get; } = PolicySettings.Create(SettingsJson.Default.PublicLoadBalancerSettings);

    protected override IReadOnlyList<string> Kinds => Services;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        if (context.Stack is not { } stack || !LoadBalancers.IsPublic(item))
        {
            return;
        }

        var allowed = context.Settings<PublicLoadBalancerSettings>().Stacks;
        if (!allowed.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, stack.Stack, ignoreCase: false)))
        {
            context.Report(
                item.Spec["type"],
                $"{item} is public; public load balancers are allowed in the stacks {string.Join(", ", allowed)}, not in '{stack.Stack}'"
            );
        }
    }
}

internal sealed record PublicLoadBalancerSettings
{
    [Description("The stacks that may have public load balancers; * matches any characters.")]
    public ImmutableArray<string> Stacks { get; init; } = ["prod", "prod-*", "production"];
}
