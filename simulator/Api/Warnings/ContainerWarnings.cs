using System.Text.Json.Nodes;
using Infra.Simulator.Api.Validation.Pods;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Warnings;

/// <summary>The warnings about the containers of a pod or pod template.</summary>
internal static class ContainerWarnings
{
    private const string SeccompPod = "seccomp.security.alpha.kubernetes.io/pod";
    private const string SeccompContainer = "container.seccomp.security.alpha.kubernetes.io/";
    private const string SeccompMessage = "non-functional in v1.27+; use the \"seccompProfile\" field instead";

    public static void Add(JsonObject spec, JsonObject annotations, string prefix, List<string> warnings)
    {
        if (spec.Map("securityContext", "seccompProfile") is null && annotations.ContainsKey(SeccompPod))
        {
            warnings.Add($"{prefix}metadata.annotations[{SeccompPod}]: {SeccompMessage}");
        }

        foreach (var list in PodScope.ContainerLists)
        {
            foreach (var (index, container) in spec.Objects(list).Index())
            {
                AddForProfiles(spec, container, annotations, prefix, warnings);
                AddForResources(container.Map("resources"), $"{prefix}spec.{list}[{index}].resources", warnings);
                AddForEnvironment(container, $"{prefix}spec.{list}[{index}].env", warnings);
            }
        }
    }

    private static void AddForProfiles(JsonObject spec, JsonObject container, JsonObject annotations, string prefix, List<string> warnings)
    {
        var seccomp = SeccompContainer + container.Text("name");
        if (container.Map("securityContext", "seccompProfile") is null && annotations.ContainsKey(seccomp))
        {
            warnings.Add($"{prefix}metadata.annotations[{seccomp}]: {SeccompMessage}");
        }

        var key = ProfileAnnotationRules.AppArmorPrefix + container.Text("name");
        if (
            prefix.Length > 0
            && annotations.ContainsKey(key)
            && container.Map("securityContext", "appArmorProfile") is null
            && spec.Map("securityContext", "appArmorProfile") is null
        )
        {
            warnings.Add($"{prefix}metadata.annotations[{key}]: deprecated since v1.30; use the \"appArmorProfile\" field instead");
        }
    }

    private static void AddForResources(JsonObject? resources, string path, List<string> warnings)
    {
        foreach (var name in (ReadOnlySpan<string>)["memory", "ephemeral-storage"])
        {
            foreach (var list in (ReadOnlySpan<string>)["limits", "requests"])
            {
                PodWarnings.AddForFraction(resources.Map(list), name, $"{path}.{list}", warnings);
            }
        }
    }

    /// <summary>Warns about a variable that replaces an earlier one without including its value.</summary>
    private static void AddForEnvironment(JsonObject container, string path, List<string> warnings)
    {
        var seen = new HashSet<string>();
        foreach (var (index, variable) in container.Objects("env").Index())
        {
            var name = variable.Text("name") ?? "";
            if (seen.Add(name))
            {
                continue;
            }

            var (reference, value) = ($"$({name})", variable.Text("value") ?? "");
            if (variable.ContainsKey("valueFrom") || value == reference || !value.Contains(reference, StringComparison.Ordinal))
            {
                warnings.Add($"{path}[{index}]: hides previous definition of \"{name}\", which may be dropped when using apply");
            }
        }
    }
}
