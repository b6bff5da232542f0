using System.Buffers;

namespace Infra.Backend.Settings.Values;

/// <summary>A container image by name, and by tag, digest or both.</summary>
/// <param name="Name">Registry and repository.</param>
/// <param name="Tag">Null where only a digest, or nothing, is given.</param>
/// <param name="Digest">As <c>sha256:…</c>.</param>
internal sealed record ImageReference(string Name, string? Tag, string? Digest)
{
    private static readonly SearchValues<char> NameLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/:");
    private static readonly SearchValues<char> TagLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    public static ImageReference Parse(string text) =>
        TryParse(text, out var image) ? image! : throw new FormatException($"'{text}' is not a container image.");

    public static bool TryParse(string text, out ImageReference? image)
    {
        image = null;
        var (named, digest) = SplitAt(text, text.IndexOf('@', StringComparison.Ordinal));
        var colon = named.LastIndexOf(':');
        var (name, tag) = SplitAt(named, colon > named.LastIndexOf('/') ? colon : -1);
        if (!IsName(name) || (tag is not null && !IsTag(tag)) || (digest is not null && !IsDigest(digest)))
        {
            return false;
        }

        image = new ImageReference(name, tag, digest);
        return true;
    }

    /// <summary>The same image from another registry.</summary>
    public ImageReference From(string registry) => this with { Name = $"{registry}/{(RegistryLength(Name) is var length and > 0 ? Name[(length + 1)..] : Name)}" };

    public static bool IsTag(string tag) => tag.Length is > 0 and <= 128 && tag[0] is not ('.' or '-') && !tag.AsSpan().ContainsAnyExcept(TagLetters);

    public override string ToString() => $"{Name}{(Tag is null ? "" : $":{Tag}")}{(Digest is null ? "" : $"@{Digest}")}";

    /// <summary>Registry host with an optional port, then path components in lower case.</summary>
    private static bool IsName(string name)
    {
        var registry = RegistryLength(name);
        var path = registry > 0 ? name[(registry + 1)..] : name;
        return name.Length is > 0 and <= 255
            && !name.AsSpan().ContainsAnyExcept(NameLetters)
            && !path.AsSpan().ContainsAnyInRange('A', 'Z')
            && !path.Contains(':', StringComparison.Ordinal)
            && path.Split('/').All(component => component.Length > 0 && char.IsAsciiLetterOrDigit(component[0]) && char.IsAsciiLetterOrDigit(component[^1]));
    }

    /// <summary>The first component is a registry if it looks like a host, else part of the repository.</summary>
    private static int RegistryLength(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && (name.AsSpan(0, slash).ContainsAny('.', ':') || name.StartsWith("localhost/", StringComparison.Ordinal)) ? slash : 0;
    }

    public static bool IsDigest(string digest) =>
        digest.StartsWith("sha256:", StringComparison.Ordinal) && digest.Length == 71 && !digest.AsSpan(7).ContainsAnyExcept(HexDigits);

    private static (string First, string? Second) SplitAt(string text, int at) => at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
}
