namespace Infra.Kubernetes.Patching;

/// <summary>JSON pointers (RFC 6901).</summary>
public static class JsonPointer
{
    /// <summary>The key that refers to the position after the last item of a list.</summary>
    public const string End = "-";

    /// <summary>Parses a pointer to its keys; null if it is neither empty nor begins with a slash.</summary>
    public static string[]? TryParse(string? pointer) =>
        pointer is null || (pointer.Length > 0 && pointer[0] != '/')
            ? null
            :
            [
                .. pointer
                    .Split('/')
                    .Skip(1)
                    .Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)),
            ];

    /// <summary>Writes a pointer from its keys.</summary>
    public static string Format(IEnumerable<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return string.Concat(
            keys.Select(key => $"/{key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}")
        );
    }
}
