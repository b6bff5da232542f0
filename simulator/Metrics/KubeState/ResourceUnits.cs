namespace Infra.Simulator.Metrics.KubeState;

/// <summary>The units in which kube-state-metrics gives resources.</summary>
internal static class ResourceUnits
{
    /// <summary>The unit of a resource; null for resources that are left out.</summary>
    public static string? Find(string resource) =>
        resource switch
        {
            "cpu" => "core",
            "memory" or "storage" or "ephemeral-storage" => "byte",
            "pods" => "integer",
            _ when resource.StartsWith("hugepages-", StringComparison.Ordinal) => "byte",
            _ when resource.StartsWith("attachable-volumes-", StringComparison.Ordinal) => "byte",
            _ when IsExtended(resource) => "integer",
            _ => null,
        };

    /// <summary>Replaces the characters that names of labels cannot have.</summary>
    public static string Sanitize(string resource)
    {
        if (resource.All(IsAllowed))
        {
            return resource;
        }

        return string.Concat(resource.Select(letter => IsAllowed(letter) ? letter : '_'));

        static bool IsAllowed(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_';
    }

    private static bool IsExtended(string resource) =>
        resource.Contains('/', StringComparison.Ordinal)
        && !resource.Contains("kubernetes.io/", StringComparison.Ordinal)
        && !resource.StartsWith("requests.", StringComparison.Ordinal);
}
