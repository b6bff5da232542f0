using Infra.Engine.Kubernetes.Client;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>Parses the package's type tokens, e.g. <c>kubernetes:apps/v1:Deployment</c>.</summary>
internal static class TypeTokens
{
    private const string PatchSuffix = "Patch";

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

    /// <summary>The functions of the package, none of which is supported, with the alternative.</summary>
    private static readonly Dictionary<string, string> Functions = new(StringComparer.Ordinal)
    {
        ["kubernetes:yaml:decode"] = "describe the objects in the program",
        ["kubernetes:helm:template"] = "render the chart (`helm template`) and describe its objects in the program",
        ["kubernetes:kustomize:directory"] = "run `kubectl kustomize` and describe its objects in the program",
    };

    /// <summary>Parses a token to the kind it names, or null for the generic <c>apiextensions.k8s.io:CustomResource</c>.</summary>
    public static GroupVersionKind? Parse(string token)
    {
        var parts = token.Split(':');
        if (parts.Length != 3 || !parts[1].Contains('/', StringComparison.Ordinal))
        {
            return null;
        }

        var type = GroupVersionKind.Parse(parts[1], parts[2]);
        return BuiltInTypes.Includes(type.ApiVersion) && type.Kind.EndsWith(PatchSuffix, StringComparison.Ordinal)
            ? type with
            {
                Kind = type.Kind[..^PatchSuffix.Length],
            }
            : type;
    }

    /// <summary>True for a Patch resource, e.g. <c>ConfigMapPatch</c>; false for a custom kind whose own name ends with Patch.</summary>
    /// <param name="token">A type token of this package.</param>
    /// <param name="kind">The kind in the inputs.</param>
    public static bool IsPatch(string token, string? kind) =>
        kind is { Length: > 0 } && token.EndsWith($":{kind}{PatchSuffix}", StringComparison.Ordinal);

    /// <summary>Explains why a function of the package is not supported.</summary>
    public static string ExplainFunction(string token) =>
        Functions.TryGetValue(token, out var instead)
            ? $"the function {token} is not supported: {instead}"
            : $"the package kubernetes has no function {token}";

    /// <summary>Explains why a type is not supported; null if it is.</summary>
    /// <param name="token">A type token of this package.</param>
    public static string? WhyUnsupported(string token)
    {
        if (Unsupported.TryGetValue(token, out var instead))
        {
            return $"{token} is not supported: {instead}";
        }

        if (Parse(token) is not { } type)
        {
            return null;
        }

        return BuiltInTypes.Includes(type.ApiVersion) && type.Kind.EndsWith("List", StringComparison.Ordinal)
            ? $"{token} is a list, which exists for YAML manifests only and cannot be created: describe each object by itself"
            : null;
    }
}
