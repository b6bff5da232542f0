using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Infra.Kubernetes;

/// <summary>
/// A container image's name with an optional tag and digest, parsed like <c>distribution/reference</c>: <c>nginx</c>,
/// <c>ghcr.io/example/app:1.2</c>, <c>localhost:5000/app@sha256:…</c>. The parts are not normalized.
/// </summary>
/// <param name="Registry">The registry's host and optional port; null if the text has none.</param>
/// <param name="Repository">The path within the registry.</param>
/// <param name="Tag">Null if the text has none.</param>
/// <param name="Digest">The digest with its algorithm, such as <c>sha256:…</c>; null if the text has none.</param>
public sealed record ImageReference(string? Registry, string Repository, string? Tag, string? Digest)
{
    private const string DefaultRegistry = "docker.io";
    private const string OfficialImages = "library/";
    private const int MaxRepositoryLength = 255;
    private const int MaxTagLength = 128;

    private static readonly SearchValues<char> TagCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"
    );
    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789abcdefABCDEF:");
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Registry and repository as in the text.</summary>
    public string Name => Registry is null ? Repository : $"{Registry}/{Repository}";

    /// <summary>Registry and repository; the registry defaults to <c>docker.io</c>.</summary>
    public string Location => $"{Registry ?? DefaultRegistry}/{Repository}";

    /// <summary>
    /// Whether the reference may resolve to a different image later: it has no digest, and no tag or the tag <c>latest</c>.
    /// </summary>
    public bool IsMutable => Digest is null && Tag is null or "latest";

    /// <summary>Whether the reference has a tag or a digest.</summary>
    public bool HasVersion => Tag is not null || Digest is not null;

    /// <summary>Parses an image reference.</summary>
    /// <exception cref="FormatException">The text is not one.</exception>
    public static ImageReference Parse(string text) =>
        TryParse(text, out var image) ? image : throw new FormatException($"'{text}' is not a container image.");

    /// <summary>Parses an image reference; false if the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ImageReference? image)
    {
        image = null;
        if (text is null)
        {
            return false;
        }

        var (named, digest) = SplitAt(text, text.IndexOf('@', StringComparison.Ordinal));
        // A colon before the last slash belongs to the registry's port.
        var colon = named.LastIndexOf(':');
        var (name, tag) = SplitAt(named, colon > named.LastIndexOf('/') ? colon : -1);
        if ((tag is not null && !IsTag(tag)) || (digest is not null && !IsDigest(digest)) || IsIdentifier(text))
        {
            return false;
        }

        var registryLength = RegistryLength(name);
        var registry = registryLength > 0 ? name[..registryLength] : null;
        var repository = registryLength > 0 ? name[(registryLength + 1)..] : name;
        if ((registry is not null && !IsHost(registry)) || !IsRepository(repository))
        {
            return false;
        }

        image = new ImageReference(registry, repository, tag, digest);
        return true;
    }

    /// <summary>
    /// Whether a text is a valid tag: up to 128 letters, digits, underscores, dots and dashes, not starting with a dot or a dash.
    /// </summary>
    public static bool IsTag(string tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return tag.Length is > 0 and <= MaxTagLength && tag[0] is not ('.' or '-') && !tag.AsSpan().ContainsAnyExcept(TagCharacters);
    }

    /// <summary>
    /// Whether a text is a SHA-256, SHA-384 or SHA-512 digest: the algorithm and lower-case hexadecimal digits.
    /// </summary>
    public static bool IsDigest(string digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        var colon = digest.IndexOf(':', StringComparison.Ordinal);
        var digits = digest.AsSpan(0, Math.Max(colon, 0)) switch
        {
            "sha256" => 64,
            "sha384" => 96,
            "sha512" => 128,
            _ => -1,
        };
        return digest.Length - colon - 1 == digits && !digest.AsSpan(colon + 1).ContainsAnyExcept(HexDigits);
    }

    /// <summary>
    /// The reference with what container runtimes assume for missing parts: Docker Hub, its <c>library/</c>, the tag <c>latest</c>.
    /// </summary>
    public ImageReference Normalize()
    {
        var registry = Registry is null or "index.docker.io" or "registry-1.docker.io" ? DefaultRegistry : Registry;
        var isShort = registry == DefaultRegistry && !Repository.Contains('/', StringComparison.Ordinal);
        return new ImageReference(
            registry,
            isShort ? OfficialImages + Repository : Repository,
            Tag ?? (Digest is null ? "latest" : null),
            Digest
        );
    }

    /// <summary>The same image from another registry.</summary>
    /// <param name="registry">The host, optionally followed by a path, which is prepended to the repository.</param>
    public ImageReference WithRegistry(string registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var name = $"{registry}/{Repository}";
        var length = RegistryLength(name);
        return this with { Registry = length > 0 ? name[..length] : null, Repository = length > 0 ? name[(length + 1)..] : name };
    }

    /// <summary>The reference as it was parsed.</summary>
    public override string ToString() => $"{Name}{(Tag is null ? "" : $":{Tag}")}{(Digest is null ? "" : $"@{Digest}")}";

    // The first component is a registry if it looks like a host; otherwise it belongs to the repository.
    private static int RegistryLength(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var first = name.AsSpan(0, Math.Max(slash, 0));
        return first is "localhost" || first.ContainsAny('.', ':') || first.ContainsAnyInRange('A', 'Z') ? slash : 0;
    }

    private static bool IsHost(string registry)
    {
        var bracket = registry.StartsWith('[') ? registry.IndexOf(']', StringComparison.Ordinal) : 0;
        var colon = registry.IndexOf(':', Math.Max(bracket, 0));
        var host = colon < 0 ? registry : registry[..colon];
        return (colon < 0 || (colon + 1 < registry.Length && !registry.AsSpan(colon + 1).ContainsAnyExceptInRange('0', '9')))
            && (bracket == 0 ? Array.TrueForAll(host.Split('.'), IsHostComponent) : IsAddressInBrackets(host));
    }

    private static bool IsHostComponent(string text) =>
        text.Length > 0 && text[0] != '-' && text[^1] != '-' && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');

    private static bool IsAddressInBrackets(string host) =>
        host is ['[', _, .., ']'] && !host.AsSpan(1, host.Length - 2).ContainsAnyExcept(AddressCharacters);

    private static bool IsRepository(string path) =>
        path.Length is > 0 and <= MaxRepositoryLength && Array.TrueForAll(path.Split('/'), IsPathComponent);

    // Lower-case letters and digits, separated by one dot, one or two underscores, or any number of dashes.
    private static bool IsPathComponent(string text)
    {
        var i = 0;
        while (i < text.Length)
        {
            var start = i;
            while (i < text.Length && (char.IsAsciiLetterLower(text[i]) || char.IsAsciiDigit(text[i])))
            {
                i++;
            }

            if (i == start)
            {
                return false;
            }

            if (i == text.Length)
            {
                return true;
            }

            start = i;
            while (i < text.Length && text[i] == text[start])
            {
                i++;
            }

            if (
                text[start] is not ('.' or '_' or '-')
                || i - start
                    > (
                        text[start] switch
                        {
                            '.' => 1,
                            '_' => 2,
                            _ => int.MaxValue,
                        }
                    )
            )
            {
                return false;
            }
        }

        return false;
    }

    // 64 hexadecimal digits are the identifier of a local image, not a name.
    private static bool IsIdentifier(string text) => text.Length == 64 && !text.AsSpan().ContainsAnyExcept(HexDigits);

    private static (string First, string? Second) SplitAt(string text, int at) => at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
}
