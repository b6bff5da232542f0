using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission.PodSecurity;

/// <summary>The checks of capabilities.</summary>
internal static class CapabilityChecks
{
    public static Violation? CheckBaseline(CheckedPod pod)
    {
        var offenders = FindAdding(pod, name => !PodSecurityStandards.BaselineCapabilities.Contains(name), out var names);
        return offenders is null
            ? null
            : new Violation("non-default capabilities", $"{offenders} must not include {names} in securityContext.capabilities.add");
    }

    public static Violation? CheckRestricted(CheckedPod pod)
    {
        var keeping = pod.FindContainers(context => !GetNames(context, "drop").Contains("ALL"));
        var adding = FindAdding(pod, name => name != PodSecurityStandards.RestrictedCapability, out var names);
        var details = new List<string>();
        if (keeping.Count > 0)
        {
            details.Add($"{CheckedPod.Describe(keeping)} must set securityContext.capabilities.drop=[\"ALL\"]");
        }

        if (adding is not null)
        {
            details.Add($"{adding} must not include {names} in securityContext.capabilities.add");
        }

        return details.Count == 0 ? null : new Violation("unrestricted capabilities", string.Join("; ", details));
    }

    private static string? FindAdding(CheckedPod pod, Predicate<string> isForbidden, out string names)
    {
        var offenders = pod.FindContainers(context => GetNames(context, "add").Any(name => isForbidden(name)));
        names = CheckedPod.QuoteSorted(
            offenders.SelectMany(container => GetNames(container.Map("securityContext"), "add")).Where(name => isForbidden(name))
        );
        return CheckedPod.Describe(offenders);
    }

    private static IEnumerable<string> GetNames(JsonObject? context, string list) =>
        (context.Array("capabilities", list) ?? []).Select(name => name?.ToString() ?? "");
}
