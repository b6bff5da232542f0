using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission.PodSecurity;

/// <summary>The checks of privileges of containers.</summary>
internal static class PrivilegeChecks
{
    public static Violation? CheckPrivileged(CheckedPod pod) =>
        Find(pod, context => context.Flag("privileged")) is { } offenders
            ? new Violation("privileged", $"{offenders} must not set securityContext.privileged=true")
            : null;

    public static Violation? CheckEscalation(CheckedPod pod) =>
        Find(pod, context => context?["allowPrivilegeEscalation"] is null || context.Flag("allowPrivilegeEscalation")) is { } offenders
            ? new Violation("allowPrivilegeEscalation != false", $"{offenders} must set securityContext.allowPrivilegeEscalation=false")
            : null;

    public static Violation? CheckProcMount(CheckedPod pod)
    {
        var offenders = pod.FindContainers(IsUnmasked);
        return offenders.Count == 0
            ? null
            : new Violation(
                "procMount",
                $"{CheckedPod.Describe(offenders)} must not set securityContext.procMount to "
                    + CheckedPod.QuoteSorted(offenders.Select(container => container.Text("securityContext", "procMount")!))
            );
    }

    /// <summary>A pod with users of its own may see all of <c>/proc</c>.</summary>
    public static Violation? CheckProcMountOfHostUsers(CheckedPod pod) => pod.HasOwnUsers ? null : CheckProcMount(pod);

    private static bool IsUnmasked(JsonObject? context) => context.Text("procMount") is { } mount && mount != "Default";

    private static string? Find(CheckedPod pod, Func<JsonObject?, bool> isBad) => CheckedPod.Describe(pod.FindContainers(isBad));
}
