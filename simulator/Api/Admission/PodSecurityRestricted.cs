using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;
using static Infra.Simulator.Api.Admission.PodSecurityContainers;

namespace Infra.Simulator.Api.Admission;

/// <summary>
/// The rules that the Pod Security standard <c>restricted</c> adds to <c>baseline</c>. Each returns the violation of a pod, or null.
/// </summary>
internal static class PodSecurityRestricted
{
    private static readonly string[] _allowedVolumeFields =
    [
        "name",
        "configMap",
        "csi",
        "downwardAPI",
        "emptyDir",
        "ephemeral",
        "image",
        "persistentVolumeClaim",
        "projected",
        "secret",
    ];

    public static string? CheckVolumes(JsonObject spec)
    {
        var offenders = spec.Objects("volumes")
            .Select(volume =>
                (
                    Name: volume.Text("name")!,
                    Type: volume.Select(entry => entry.Key).FirstOrDefault(key => !_allowedVolumeFields.Contains(key))
                )
            )
            .Where(volume => volume.Type is not null)
            .ToList();
        if (offenders.Count == 0)
        {
            return null;
        }

        var types = offenders.Select(volume => volume.Type!).Distinct().Order(StringComparer.Ordinal).ToList();
        var names = offenders.Select(volume => volume.Name).ToList();
        return $"restricted volume types ({Plural("volume", names)} {Quote(names)} {(names.Count == 1 ? "uses" : "use")} restricted volume type{(types.Count == 1 ? "" : "s")} {Quote(types)})";
    }

    public static string? CheckPrivilegeEscalation(List<JsonObject> containers) =>
        CheckContexts(
            containers,
            "allowPrivilegeEscalation != false",
            context => context?["allowPrivilegeEscalation"] is null || context.Flag("allowPrivilegeEscalation"),
            "must set securityContext.allowPrivilegeEscalation=false"
        );

    public static string? CheckCapabilities(List<JsonObject> containers)
    {
        var withoutDropAll = containers
            .Where(container => !(container.Array("securityContext", "capabilities", "drop") ?? []).Any(name => name?.ToString() == "ALL"))
            .ToList();
        var adding = containers
            .Where(container => GetAddedCapabilities(container).Any(name => name != PodSecurityStandards.RestrictedCapability))
            .ToList();
        var parts = new List<string>();
        if (withoutDropAll.Count > 0)
        {
            parts.Add($"{Names(withoutDropAll)} must set securityContext.capabilities.drop=[\"ALL\"]");
        }

        if (adding.Count > 0)
        {
            var names = adding
                .SelectMany(GetAddedCapabilities)
                .Where(name => name != PodSecurityStandards.RestrictedCapability)
                .Distinct()
                .Order(StringComparer.Ordinal)
                .ToList();
            parts.Add($"{Names(adding)} must not include {Quote(names)} in securityContext.capabilities.add");
        }
        return parts.Count == 0 ? null : $"unrestricted capabilities ({string.Join("; ", parts)})";
    }

    public static string? CheckRunAsNonRoot(JsonObject spec, List<JsonObject> containers)
    {
        var offenders = containers
            .Where(container => container.Map("securityContext")?["runAsNonRoot"] is { } set && !set.GetValue<bool>())
            .ToList();
        var isPodRoot = spec.Map("securityContext")?["runAsNonRoot"] is { } value && !value.GetValue<bool>();
        if (FormatOffenders(isPodRoot, offenders) is { } subject)
        {
            return $"runAsNonRoot != true ({subject} must not set securityContext.runAsNonRoot=false)";
        }
        if (spec.Flag("securityContext", "runAsNonRoot"))
        {
            return null;
        }

        var unset = containers.Where(container => container.Map("securityContext")?["runAsNonRoot"] is null).ToList();
        return unset.Count == 0 ? null : $"runAsNonRoot != true (pod or {Names(unset)} must set securityContext.runAsNonRoot=true)";
    }

    public static string? CheckRunAsUser(JsonObject spec, List<JsonObject> containers)
    {
        var offenders = containers.Where(container => container.Number("securityContext", "runAsUser") == 0).ToList();
        return FormatOffenders(spec.Number("securityContext", "runAsUser") == 0, offenders) is { } subject
            ? $"runAsUser=0 ({subject} must not set runAsUser=0)"
            : null;
    }

    public static string? CheckSeccomp(JsonObject spec, List<JsonObject> containers)
    {
        const string Requirement = "securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"";
        var podType = spec.Text("securityContext", "seccompProfile", "type");
        var offenders = containers
            .Where(container => container.Text("securityContext", "seccompProfile", "type") is { } type && !IsConfined(type))
            .ToList();
        if (FormatOffenders(podType is not null && !IsConfined(podType), offenders) is { } subject)
        {
            return $"seccompProfile ({subject} must not set securityContext.seccompProfile.type to \"Unconfined\")";
        }
        if (podType is not null)
        {
            return null;
        }

        var unset = containers.Where(container => container.Text("securityContext", "seccompProfile", "type") is null).ToList();
        return unset.Count == 0 ? null : $"seccompProfile (pod or {Names(unset)} must set {Requirement})";
    }

    private static bool IsConfined(string type) => type is "RuntimeDefault" or "Localhost";
}
