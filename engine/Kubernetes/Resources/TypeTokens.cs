using Infra.Engine.Kubernetes.Client;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>Parses the package's type tokens, e.g. <c>kubernetes:apps/v1:Deployment</c>.</summary>
internal static class TypeTokens
{
    /// <summary>Unsupported types that are not kinds, with the alternative.</summary>
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

    /// <summary>Parses a token to the kind it names, or null for the generic <c>apiextensions.k8s.io:CustomResource</c>.</summary>
    public static GroupVersionKind? Parse(string token)
    {
        var parts = token.Split(':');
        if (parts.Length != 3 || !parts[1].Contains('/', StringComparison.Ordinal))
        {
            return null;
        }

        return GroupVersionKind.Parse(parts[1], parts[2]);
    }

    /// <summary>Explains why a type is not supported; null if it is.</summary>
    /// <param name="token">A type token of this package.</param>
    /// <param name="kind">The kind in the inputs.</param>
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

    // Patch types send the patched kind ("ConfigMap" for ConfigMapPatch), unlike a kind whose name ends with Patch.
    private static bool IsPatch(string token, string? kind) =>
        token.EndsWith("Patch", StringComparison.Ordinal) && kind is not null && !kind.EndsWith("Patch", StringComparison.Ordinal);
}
