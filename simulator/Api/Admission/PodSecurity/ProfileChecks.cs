using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission.PodSecurity;

/// <summary>The checks of AppArmor and seccomp profiles.</summary>
internal static class ProfileChecks
{
    private const string AppArmorPrefix = "container.apparmor.security.beta.kubernetes.io/";
    private const string SeccompPod = "seccomp.security.alpha.kubernetes.io/pod";
    private const string SeccompPrefix = "container.seccomp.security.alpha.kubernetes.io/";

    public static Violation? CheckAppArmor(CheckedPod pod)
    {
        var setters = pod.FindOffenders(context => IsForbidden(context, "appArmorProfile"));
        var annotations = pod
            .Annotations.Where(entry =>
                entry.Key.StartsWith(AppArmorPrefix, StringComparison.Ordinal)
                && entry.Value?.ToString() is { Length: > 0 } profile
                && profile != "runtime/default"
                && !profile.StartsWith("localhost/", StringComparison.Ordinal)
            )
            .Select(entry => $"{entry.Key}=\"{entry.Value}\"")
            .Order(StringComparer.Ordinal)
            .ToList();
        var word = annotations.Count switch
        {
            0 => null,
            1 => "annotation",
            _ => "annotations",
        };
        if (CheckedPod.Join(setters, word) is not { } subject)
        {
            return null;
        }

        List<string> values = [.. GetTypes(pod, "appArmorProfile"), .. annotations];
        return new Violation(
            values.Count == 1 ? "forbidden AppArmor profile" : "forbidden AppArmor profiles",
            $"{subject} must not set AppArmor profile type to {CheckedPod.Quote(values)}"
        );
    }

    /// <summary>Before Kubernetes 1.19, annotations set the profile.</summary>
    public static Violation? CheckSeccompAnnotations(CheckedPod pod)
    {
        var forbidden = pod
            .Containers.Select(container => SeccompPrefix + container.Text("name"))
            .Prepend(SeccompPod)
            .Where(key => pod.Annotations.Text(key) is { } value && !IsAllowedAnnotation(value))
            .Select(key => $"{key}=\"{pod.Annotations.Text(key)}\"")
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        return forbidden.Count == 0
            ? null
            : new Violation(
                "seccompProfile",
                $"forbidden {(forbidden.Count == 1 ? "annotation" : "annotations")} {string.Join(", ", forbidden)}"
            );
    }

    public static Violation? CheckSeccomp(CheckedPod pod) =>
        pod.FindOffenders(context => IsForbidden(context, "seccompProfile")) is { } subject
            ? new Violation(
                "seccompProfile",
                $"{subject} must not set securityContext.seccompProfile.type to {CheckedPod.Quote(GetTypes(pod, "seccompProfile"))}"
            )
            : null;

    public static Violation? CheckSeccompIsSet(CheckedPod pod)
    {
        if (CheckSeccomp(pod) is { } violation)
        {
            return violation;
        }

        var unset = pod.FindContainers(context => context.Map("seccompProfile") is null);
        return unset.Count == 0 || pod.Spec.Map("securityContext", "seccompProfile") is not null
            ? null
            : new Violation(
                "seccompProfile",
                $"pod or {CheckedPod.Describe(unset)} must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\""
            );
    }

    private static bool IsForbidden(JsonObject? context, string field) =>
        context.Map(field) is { } profile && profile.Text("type") is not ("RuntimeDefault" or "Localhost");

    private static IEnumerable<string> GetTypes(CheckedPod pod, string field) =>
        pod
            .Contexts.Where(context => IsForbidden(context, field))
            .Select(context => context.Text(field, "type") ?? "")
            .Distinct()
            .Order(StringComparer.Ordinal);

    private static bool IsAllowedAnnotation(string value) =>
        value is "runtime/default" or "docker/default" || value.StartsWith("localhost/", StringComparison.Ordinal);
}
