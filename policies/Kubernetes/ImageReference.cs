namespace Infra.Policies.Kubernetes;

/// <summary>The parts of an image's name.</summary>
/// <param name="Registry">The registry's host; <c>docker.io</c> where none is written.</param>
/// <param name="Repository">The path within the registry.</param>
/// <param name="Tag">The tag; null if none is written.</param>
/// <param name="Digest">The digest with its algorithm; null if none is written.</param>
internal sealed record ImageReference(string Registry, string Repository, string? Tag, string? Digest)
{
    private const string DefaultRegistry = "docker.io";

    /// <summary>True if the name stands for whatever was pushed last.</summary>
    public bool IsMutable => Digest is null && Tag is null or "latest";

    /// <summary>Registry and repository.</summary>
    public string Location => $"{Registry}/{Repository}";

    public static ImageReference Parse(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var digest = at < 0 ? null : text[(at + 1)..];
        var name = at < 0 ? text : text[..at];

        // A colon before the last slash belongs to the registry's port.
        var colon = name.LastIndexOf(':');
        var tag = colon > name.LastIndexOf('/') ? name[(colon + 1)..] : null;
        var path = tag is null ? name : name[..colon];

        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : path[..slash];
        var hasRegistry = first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost";
        return new ImageReference(hasRegistry ? first : DefaultRegistry, hasRegistry ? path[(slash + 1)..] : path, tag, digest);
    }
}
