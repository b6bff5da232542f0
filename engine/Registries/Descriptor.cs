namespace Infra.Engine.Registries;

/// <summary>Refers to content by its digest.</summary>
/// <param name="MediaType">What the content is.</param>
/// <param name="Digest">Its digest, <c>sha256:</c> and 64 hexadecimal digits.</param>
/// <param name="Size">Its length in bytes.</param>
internal sealed record Descriptor(string MediaType, string Digest, long Size)
{
    /// <summary>The platform of a manifest in an index, such as <c>linux/arm64/v8</c>; null if it has none.</summary>
    public string? Platform { get; init; }

    /// <summary>The annotations; empty for most.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();
}
