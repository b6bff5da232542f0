using System.Collections.Immutable;
using Infra.Protocol.Values;

namespace Pulumi;

/// <summary>A tree of named blobs.</summary>
public abstract class Archive : AssetOrArchive
{
    private protected Archive(string field, object value)
        : base(WellKnownSignatures.Archive, field, value) { }
}

/// <summary>An archive of assets and other archives.</summary>
public sealed class AssetArchive : Archive
{
    /// <summary>An archive of assets and other archives.</summary>
    /// <param name="assets">The parts by their path inside the archive.</param>
    public AssetArchive(IDictionary<string, AssetOrArchive> assets)
        : base(WireFormat.AssetsField, assets.ToImmutableDictionary()) { }
}

/// <summary>A directory, or a .tar, .tgz, .tar.gz, .zip or .jar file, read by the engine.</summary>
public sealed class FileArchive : Archive
{
    /// <summary>A directory or an archive file.</summary>
    /// <param name="path">The directory or file, relative to the program's working directory.</param>
    public FileArchive(string path)
        : base(WireFormat.PathField, path) { }
}

/// <summary>An archive file at a URI, downloaded by the engine.</summary>
public sealed class RemoteArchive : Archive
{
    /// <summary>An archive file at a URI.</summary>
    /// <param name="uri">An <c>http</c>, <c>https</c> or <c>file</c> URI.</param>
    public RemoteArchive(string uri)
        : base(WireFormat.UriField, uri) { }
}

/// <summary>Replaces a value of a provider that is not an archive.</summary>
internal sealed class InvalidArchive : Archive
{
    public InvalidArchive()
        : base(WireFormat.AssetsField, ImmutableDictionary<string, AssetOrArchive>.Empty) { }
}
