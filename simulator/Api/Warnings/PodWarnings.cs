using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.Admission;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Warnings;

/// <summary>The warnings about pods and pod templates, in Kubernetes' order.</summary>
internal static class PodWarnings
{
    private const string NoSelector = "a null labelSelector results in matching no pod";

    private static readonly (string Key, string Message)[] _deprecatedAnnotations =
    [
        ("scheduler.alpha.kubernetes.io/critical-pod", "non-functional in v1.16+; use the \"priorityClassName\" field instead"),
        ("security.alpha.kubernetes.io/sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"),
        ("security.alpha.kubernetes.io/unsafe-sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"),
    ];

    /// <param name="path">The path of the template; empty for a pod.</param>
    /// <param name="pod">The pod or template.</param>
    /// <param name="warnings">Collects the warnings.</param>
    public static void Add(string path, JsonObject pod, List<string> warnings)
    {
        var prefix = path.Length == 0 ? "" : path + ".";
        var spec = pod.Map("spec") ?? [];
        var at = prefix + "spec";
        var annotations = pod.Map("metadata", "annotations") ?? [];
        NodeLabels.AddForSelector(spec.Map("nodeSelector"), $"{at}.nodeSelector", warnings);
        NodeLabels.AddForAffinity(spec.Map("affinity", "nodeAffinity"), $"{at}.affinity.nodeAffinity", warnings);
        AddForTopology(spec, $"{at}.topologySpreadConstraints", warnings);
        foreach (var (key, message) in _deprecatedAnnotations.Where(one => annotations.ContainsKey(one.Key)))
        {
            warnings.Add($"{prefix}metadata.annotations[{key}]: {message}");
        }

        VolumeWarnings.Add(spec, $"{at}.volumes", warnings);
        AddForDuplicates(spec, at, warnings);
        AddForFractions(spec.Map("overhead"), $"{at}.overhead", warnings);
        ContainerWarnings.Add(spec, annotations, prefix, warnings);
        PortWarnings.Add(spec, at, warnings);
        if (spec.Number("terminationGracePeriodSeconds") < 0)
        {
            warnings.Add($"{at}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1");
        }

        foreach (var kind in (ReadOnlySpan<string>)["podAffinity", "podAntiAffinity"])
        {
            AddForPodAffinity(spec.Map("affinity", kind), $"{at}.affinity.{kind}", warnings);
        }

        AddForAddresses(spec, at, warnings);
    }

    /// <summary>Warns about amounts of memory and storage that are not whole bytes.</summary>
    public static void AddForFractions(JsonObject? amounts, string path, List<string> warnings)
    {
        foreach (var name in (ReadOnlySpan<string>)["memory", "ephemeral-storage"])
        {
            AddForFraction(amounts, name, path, warnings);
        }
    }

    public static void AddForFraction(JsonObject? amounts, string name, string path, List<string> warnings)
    {
        if (amounts?[name] is { } amount && Quantity.FromJson(amount).ToString().EndsWith('m'))
        {
            warnings.Add($"{path}[{name}]: fractional byte value \"{amount}\" is invalid, must be an integer");
        }
    }

    private static void AddForTopology(JsonObject spec, string path, List<string> warnings)
    {
        foreach (var (index, constraint) in spec.Objects("topologySpreadConstraints").Index())
        {
            NodeLabels.AddForKey(constraint.Text("topologyKey") ?? "", $"{path}[{index}].topologyKey", warnings);
            if (!constraint.ContainsKey("labelSelector"))
            {
                warnings.Add($"{path}[{index}].labelSelector: {NoSelector}");
            }
        }
    }

    private static void AddForPodAffinity(JsonObject? affinity, string path, List<string> warnings)
    {
        const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
        const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";
        foreach (var (index, term) in affinity.Objects(Required).Index())
        {
            AddForPodTerm(term, $"{path}.{Required}[{index}]", warnings);
        }

        foreach (var (index, term) in affinity.Objects(Preferred).Index())
        {
            AddForPodTerm(term.Map("podAffinityTerm"), $"{path}.{Preferred}[{index}].podAffinityTerm", warnings);
        }
    }

    private static void AddForPodTerm(JsonObject? term, string path, List<string> warnings)
    {
        if (term?.ContainsKey("labelSelector") != true)
        {
            warnings.Add($"{path}.labelSelector: {NoSelector}");
        }
    }

    private static void AddForAddresses(JsonObject spec, string path, List<string> warnings)
    {
        foreach (var (index, server) in (spec.Array("dnsConfig", "nameservers") ?? []).Index())
        {
            warnings.AddRange(AddressWarnings.ForAddress($"{path}.dnsConfig.nameservers[{index}]", server?.ToString() ?? ""));
        }

        foreach (var (index, alias) in spec.Objects("hostAliases").Index())
        {
            warnings.AddRange(AddressWarnings.ForAddress($"{path}.hostAliases[{index}].ip", alias.Text("ip") ?? ""));
        }
    }

    private static void AddForDuplicates(JsonObject spec, string path, List<string> warnings)
    {
        var seen = new HashSet<string>();
        foreach (var (index, alias) in spec.Objects("hostAliases").Index())
        {
            if (!seen.Add(alias.Text("ip") ?? ""))
            {
                warnings.Add($"{path}.hostAliases[{index}].ip: duplicate ip \"{alias.Text("ip")}\"");
            }
        }

        seen.Clear();
        var names = spec.Objects("imagePullSecrets").Select(secret => secret.Text("name") ?? "").ToList();
        foreach (var (index, name) in names.Index())
        {
            if (!seen.Add(name))
            {
                warnings.Add($"{path}.imagePullSecrets[{index}].name: duplicate name \"{name}\"");
            }
        }

        foreach (var (index, name) in names.Index().Where(one => one.Item.Length == 0))
        {
            warnings.Add($"{path}.imagePullSecrets[{index}].name: invalid empty name \"{name}\"");
        }
    }
}
