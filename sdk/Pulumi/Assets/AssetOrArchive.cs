namespace Pulumi;

/// <summary>Content that a resource takes as a blob (<see cref="Asset"/>) or as a tree of blobs (<see cref="Archive"/>).</summary>
public abstract class AssetOrArchive
{
    private protected AssetOrArchive(string signature, string field, object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        (Signature, Field, Value) = (signature, field, value);
    }

    internal string Signature { get; }

    internal string Field { get; }

    internal object Value { get; }
}
