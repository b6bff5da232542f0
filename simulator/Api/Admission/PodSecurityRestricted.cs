using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using static Infra.Simulator.Api.Admission.PodSecurityContainers;

namespace Infra.Simulator.Api.Admission;

/// <summary>
/// The rules that the Pod Security standard <c>restricted</c> adds to <c>baseline</c>. Each returns what a pod violates; null for nothing.
/// </summary>
internal static class PodSecurityRestricted
{
    private static readonly string[] _restrictedVolumes =
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

    public static string? Volumes(JsonObject spec)
    {
        var offenders = spec.Objects("volumes")
            .Select(volume =>
                (
                    Name: volume.Text("name")!,
                    Type: volume.Select(entry => entry.Key).FirstOrDefault(key => !_restrictedVolumes.Contains(key))
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

    public static string? Escalation(List<JsonObject> containers) =>
        Forbidden(
            containers,
            "allowPrivilegeEscalation != false",
            context => context?["allowPrivilegeEscalation"] is null || context.Flag("allowPrivilegeEscalation"),
            "must set securityContext.allowPrivilegeEscalation=false"
        );

    public static string? Capabilities(List<JsonObject> containers)
    {
        var keeping = containers
            .Where(container => !(container.Array("securityContext", "capabilities", "drop") ?? []).Any(name => name?.ToString() == "ALL"))
            .ToList();
        var adding = containers.Where(container => Added(container).Any(name => name != "NET_BIND_SERVICE")).ToList();
        var parts = new List<string>();
        if (keeping.Count > 0)
        {
            parts.Add($"{Names(keeping)} must set securityContext.capabilities.drop=[\"ALL\"]");
        }

        if (adding.Count > 0)
        {
            var names = adding
                .SelectMany(Added)
                .Where(name => name != "NET_BIND_SERVICE")
                .Distinct()
                .Order(StringComparer.Ordinal)
                .ToList();
            parts.Add($"{Names(adding)} must not include {Quote(names)} in securityContext.capabilities.add");
        }
        return parts.Count == 0 ? null : $"unrestricted capabilities ({string.Join("; ", parts)})";
    }

    public static string? NonRoot(JsonObject spec, List<JsonObject> containers)
    {
        var explicitly = containers
            .Where(container => container.Map("securityContext")?["runAsNonRoot"] is { } set && !set.GetValue<bool>())
            .ToList();
        var isPodRoot = spec.Map("securityContext")?["runAsNonRoot"] is { } ofPod && !ofPod.GetValue<bool>();
        if (explicitly.Count > 0 || isPodRoot)
        {
            var who = new[] { isPodRoot ? "pod" : null, explicitly.Count > 0 ? Names(explicitly) : null }.OfType<string>();
            return $"runAsNonRoot != true ({string.Join(" and ", who)} must not set securityContext.runAsNonRoot=false)";
        }
        if (spec.Flag("securityContext", "runAsNonRoot"))
        {
            return null;
        }

        var silent = containers.Where(container => container.Map("securityContext")?["runAsNonRoot"] is null).ToList();
        return silent.Count == 0 ? null : $"runAsNonRoot != true (pod or {Names(silent)} must set securityContext.runAsNonRoot=true)";
    }

    public static string? RootUser(JsonObject spec, List<JsonObject> containers)
    {
        var offenders = containers.Where(container => container.Number("securityContext", "runAsUser") == 0).ToList();
        var who = new[] { spec.Number("securityContext", "runAsUser") == 0 ? "pod" : null, offenders.Count > 0 ? Names(offenders) : null }
            .OfType<string>()
            .ToList();
        return who.Count == 0 ? null : $"runAsUser=0 ({string.Join(" and ", who)} must not set runAsUser=0)";
    }

    public static string? Seccomp(JsonObject spec, List<JsonObject> containers)
    {
        const string Rule = "securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"";
        var ofPod = spec.Text("securityContext", "seccompProfile", "type");
        var wrong = containers
            .Where(container => container.Text("securityContext", "seccompProfile", "type") is { } type && !IsConfined(type))
            .ToList();
        if (wrong.Count > 0 || (ofPod is not null && !IsConfined(ofPod)))
        {
            var who = new[]
            {
                ofPod is not null && !IsConfined(ofPod) ? "pod" : null,
                wrong.Count > 0 ? Names(wrong) : null,
            }.OfType<string>();
            return $"seccompProfile ({string.Join(" and ", who)} must not set securityContext.seccompProfile.type to \"Unconfined\")";
        }
        if (ofPod is not null)
        {
            return null;
        }

        var silent = containers.Where(container => container.Text("securityContext", "seccompProfile", "type") is null).ToList();
        return silent.Count == 0 ? null : $"seccompProfile (pod or {Names(silent)} must set {Rule})";
    }

    private static bool IsConfined(string type) => type is "RuntimeDefault" or "Localhost";
}
