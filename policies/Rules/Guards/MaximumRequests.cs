using System.ComponentModel;
using System.Globalization;
using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Configuration;
using Infra.Policies.Sdk.Resources;

namespace Infra.Policies.Rules.Guards;

/// <summary>What all workloads together reserve is what the nodes cost.</summary>
internal sealed class MaximumRequests : StackPolicy
{
    public override PolicySettings? Settings { get; } = PolicySettings.Of(SettingsJson.Default.MaximumRequestsSettings);

    public override void Check(StackResources stack, Findings findings)
    {
        var settings = findings.Settings<MaximumRequestsSettings>();
        var cluster = Cluster.Of(stack);
        foreach (var (resource, perNamespace, perStack) in (ReadOnlySpan<(string, string?, string?)>)
            [("cpu", settings.NamespaceCpu, settings.StackCpu), ("memory", settings.NamespaceMemory, settings.StackMemory)])
        {
            if (perNamespace is null && perStack is null)
                continue;

            var requests = cluster.Pods.All.Select(pods => (pods.Namespace, Amount: cluster.Scaling.Of(pods.Owner).Most * PodResources.RequestOf(pods.Pods, resource))).ToArray();
            Check(findings, "the stack", resource, requests.Sum(request => request.Amount), perStack);
            foreach (var group in requests.GroupBy(request => request.Namespace, StringComparer.Ordinal))
                Check(findings, $"namespace '{group.Key}'", resource, group.Sum(request => request.Amount), perNamespace);
        }
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "maximum-requests",
        Summary = "All workloads together request no more than is allowed.",
        Remedy = "Lower requests or the maximum of replicas, or raise the policy's maximum.",
        Severity = Severity.Medium,
        Profile = Profile.Production,
    };

    private static void Check(Findings findings, string subject, string resource, double amount, string? maximum)
    {
        if (Quantity.Parse(maximum) is { } allowed && amount > allowed * (1 + 1e-9))
            findings.Add($"{subject} may request {amount.ToString("0.###", CultureInfo.InvariantCulture)} of {resource}, more than {maximum}");
    }
}

internal sealed record MaximumRequestsSettings
{
    [Description("The most CPU of one namespace, e.g. 16; unlimited where absent.")]
    public string? NamespaceCpu { get; init; }

    [Description("The most memory of one namespace, e.g. 64Gi; unlimited where absent.")]
    public string? NamespaceMemory { get; init; }

    [Description("The most CPU of the whole stack; unlimited where absent.")]
    public string? StackCpu { get; init; }

    [Description("The most memory of the whole stack; unlimited where absent.")]
    public string? StackMemory { get; init; }
}
