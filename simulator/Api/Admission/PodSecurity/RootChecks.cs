using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission.PodSecurity;

/// <summary>The checks that containers do not run as root.</summary>
internal static class RootChecks
{
    public static Violation? CheckNonRoot(CheckedPod pod)
    {
        const string Reason = "runAsNonRoot != true";
        var subject = pod.FindOffenders(context => context?["runAsNonRoot"] is not null && !context.Flag("runAsNonRoot"));
        if (subject is not null)
        {
            return new Violation(Reason, $"{subject} must not set securityContext.runAsNonRoot=false");
        }

        var unset = pod.FindContainers(context => context?["runAsNonRoot"] is null);
        return unset.Count == 0 || pod.Spec.Flag("securityContext", "runAsNonRoot")
            ? null
            : new Violation(Reason, $"pod or {CheckedPod.Describe(unset)} must set securityContext.runAsNonRoot=true");
    }

    public static Violation? CheckUser(CheckedPod pod) =>
        pod.FindOffenders(context => context.Number("runAsUser") == 0) is { } subject
            ? new Violation("runAsUser=0", $"{subject} must not set runAsUser=0")
            : null;
}
