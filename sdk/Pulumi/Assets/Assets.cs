using Infra.Protocol.Values;

namespace Pulumi;

/// <summary>A blob of content.</summary>
public abstract class Asset : AssetOrArchive
{
    private protected Asset(string field, string value)
        : base(WellKnownSignatures.Asset, field, value) { }
}

/// <summary>The content of a file, read by the engine.</summary>
public sealed class FileAsset : Asset
{
    /// <summary>The content of a file.</summary>
    /// <param name="path">The file, relative to the program's working directory.</param>
    public FileAsset(string path)
        : base(WireFormat.PathField, path) { }
}

/// <summary>A text, as UTF-8.</summary>
public sealed class StringAsset : Asset
{
    /// <summary>Creates an asset of a text.</summary>
    public StringAsset(string text)
        : base(WireFormat.TextField, text) { }
}

/// <summary>The content at a URI, downloaded by the engine.</summary>
public sealed class RemoteAsset : Asset
{
    /// <summary>The content at a URI.</summary>
    /// <param name="uri">An <c>http</c>, <c>https</c> or <c>file</c> URI.</param>
    public RemoteAsset(string uri)
        : base(WireFormat.UriField, uri) { }
}

/// <summary>Replaces a value of a provider that is not an asset.</summary>
internal sealed class InvalidAsset : Asset
{
    public InvalidAsset()
        : base(WireFormat.TextField, "") { }
}
