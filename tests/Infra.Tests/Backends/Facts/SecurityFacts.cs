using System.Text.Json.Nodes;

namespace Infra.Tests.Backends.Facts;

/// <summary>The security context that applies to a container: its own fields, and those of the pod that it does not set.</summary>
internal static class SecurityFacts
{
    private static readonly string[] Inherited =
    [
        "runAsUser",
        "runAsGroup",
        "runAsNonRoot",
        "seccompProfile",
        "appArmorProfile",
        "seLinuxOptions",
    ];

    private static readonly Dictionary<string, string> Defaults = new()
    {
        ["runAsNonRoot"] = "false",
        ["readOnlyRootFilesystem"] = "false",
        ["privileged"] = "false",
        ["allowPrivilegeEscalation"] = "true",
    };

    public static void AddPod(FactSet facts, string workload, JsonNode? pod) =>
        facts.Add(workload, "pod.security", WorkloadFacts.Unhandled(pod.At("securityContext"), Inherited, Defaults));

    public static void AddContainer(FactSet facts, string workload, string role, JsonNode container, JsonNode? pod)
    {
        var context = new JsonObject();
        foreach (var field in Inherited)
        {
            context[field] = pod.At($"securityContext.{field}")?.DeepClone();
        }

        foreach (var (field, value) in container.At("securityContext") as JsonObject ?? [])
        {
            context[field] = value?.DeepClone();
        }

        facts.Add(
            workload,
            $"{role}.security",
            WorkloadFacts
                .Unhandled(context, [], Defaults)
                .Select(leaf => leaf.Key.StartsWith("capabilities", StringComparison.Ordinal) ? Sorted(leaf) : leaf)
        );
    }

    private static KeyValuePair<string, string> Sorted(KeyValuePair<string, string> leaf) =>
        KeyValuePair.Create(leaf.Key, string.Join(' ', leaf.Value.ToUpperInvariant().Split(' ').Order(StringComparer.Ordinal)));
}
