using System.ComponentModel;
using System.Globalization;
using Infra.Kubernetes;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Guards;

/// <summary>The sum of all requests determines the number of nodes, and so the costs.</summary>
internal sealed class MaximumRequests()
    : StackPolicy(
        new()
        {
            Name = "maximum-requests",
            Description = "The requests of all workloads together stay below the allowed sum.",
            RemediationSteps = "Lower the requests or the maximum replicas, or raise the policy's maximum.",
            Severity = Severity.Medium,
            Profile = Profiles.Production,
        }
    )
{
    public override PolicySettings? Settings { get; } = PolicySettings.Create(SettingsJson.Default.MaximumRequestsSettings);

    public override void Validate(StackResources stack, PolicyContext context)
    {
        var settings = context.Settings<MaximumRequestsSettings>();
        var cluster = Cluster.From(stack);
        foreach (
            var (resource, perNamespace, perStack) in (ReadOnlySpan<(string, string?, string?)>)
                [("cpu", settings.NamespaceCpu, settings.StackCpu), ("memory", settings.NamespaceMemory, settings.StackMemory)]
        )
        {
            if (perNamespace is null && perStack is null)
            {
                continue;
            }

            var requests = cluster
                .Pods.All.Select(pods =>
                    (
                        pods.Namespace,
                        Amount: PodResources.GetRequest(pods.Pods, resource) * (long)cluster.Scaling.GetReplicas(pods.Owner).Maximum
                    )
                )
                .ToArray();
            Check(context, "the stack", resource, requests.Select(request => request.Amount), perStack);
            foreach (var group in requests.GroupBy(request => request.Namespace, StringComparer.Ordinal))
            {
                Check(context, $"namespace '{group.Key}'", resource, group.Select(request => request.Amount), perNamespace);
            }
        }
    }

    private static void Check(PolicyContext context, string subject, string resource, IEnumerable<Quantity> amounts, string? maximum)
    {
        if (maximum is null)
        {
            return;
        }

        var amount = amounts.Aggregate(Quantity.Zero, (sum, next) => sum + next);
        if (!Quantity.TryParse(maximum, out var allowed))
        {
            context.Report($"the policy's maximum of {resource} for {subject}, '{maximum}', is not a quantity, such as 16 or 64Gi");
        }
        else if (amount > allowed)
        {
            context.Report(
                $"{subject} may request {amount.ToDouble().ToString("0.###", CultureInfo.InvariantCulture)} of {resource}, more than {maximum}"
            );
        }
    }
}

internal sealed record MaximumRequestsSettings
{
    [Description("The maximum CPU requested in one namespace, e.g. 16; unlimited if absent.")]
    public string? NamespaceCpu { get; init; }

    [Description("The maximum memory requested in one namespace, e.g. 64Gi; unlimited if absent.")]
    public string? NamespaceMemory { get; init; }

    [Description("The maximum CPU requested in the stack; unlimited if absent.")]
    public string? StackCpu { get; init; }

    [Description("The maximum memory requested in the stack; unlimited if absent.")]
    public string? StackMemory { get; init; }
}
