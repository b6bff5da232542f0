using Infra.Engine.Kubernetes.Client;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>Type tokens of the package, e.g. <c>kubernetes:apps/v1:Deployment</c>.</summary>
internal static class TypeTokens
{
    /// <summary>The types whose package part has a meaning of its own, with what a program uses instead.</summary>
    private static readonly Dictionary<string, string> Unsupported = new(StringComparer.Ordinal)
    {
        ["kubernetes:helm.sh/v3:Release"] = "render the chart (`helm template`) and describe its objects in the program",
        ["kubernetes:helm.sh/v3:Chart"] = "render the chart (`helm template`) and describe its objects in the program",
        ["kubernetes:helm.sh/v4:Chart"] = "render the chart (`helm template`) and describe its objects in the program",
        ["kubernetes:kustomize:Directory"] = "run `kubectl kustomize` and describe its objects in the program",
        ["kubernetes:kustomize/v2:Directory"] = "run `kubectl kustomize` and describe its objects in the program",
        ["kubernetes:yaml:ConfigFile"] = "describe its objects in the program",
        ["kubernetes:yaml:ConfigGroup"] = "describe its objects in the program",
        ["kubernetes:yaml/v2:ConfigFile"] = "describe its objects in the program",
        ["kubernetes:yaml/v2:ConfigGroup"] = "describe its objects in the program",
    };

    /// <summary>The type of object a token stands for. The generic <c>apiextensions.k8s.io:CustomResource</c> stands for none.</summary>
    public static GroupVersionKind? Parse(string token)
    {
        var parts = token.Split(':');
        if (parts.Length != 3 || !parts[1].Contains('/', StringComparison.Ordinal))
        {
            return null;
        }

        return GroupVersionKind.Parse(parts[1], parts[2]);
    }

    /// <summary>Why a type cannot be managed, or null where it can.</summary>
    /// <param name="token">The type token.</param>
    /// <param name="kind">The kind the inputs name.</param>
    public static string? WhyUnsupported(string token, string? kind)
    {
        if (Unsupported.TryGetValue(token, out var instead))
        {
            return $"{token} is not supported: {instead}";
        }

        if (Parse(token) is not { } type)
        {
            return null;
        }

        if (IsPatch(token, kind))
        {
            return $"{token} is not supported: describe the whole object as {token[..^"Patch".Length]} instead, or import it first";
        }

        return BuiltInTypes.Includes(type.ApiVersion) && type.Kind.EndsWith("List", StringComparison.Ordinal)
            ? $"{token} is a list and cannot be created: describe each object by itself"
            : null;
    }

    // The program sends the patched kind itself ("ConfigMap" for ConfigMapPatch), which tells a Patch type from a kind that is called so.
    private static bool IsPatch(string token, string? kind) =>
        token.EndsWith("Patch", StringComparison.Ordinal) && kind is not null && !kind.EndsWith("Patch", StringComparison.Ordinal);
}
