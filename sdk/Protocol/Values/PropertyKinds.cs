using System.Collections.Immutable;

namespace Infra.Protocol.Values;

/// <summary>The absence of a value.</summary>
public sealed record PropertyNull : PropertyValue;

/// <summary><c>true</c> or <c>false</c>.</summary>
public sealed record PropertyBoolean(bool Value) : PropertyValue;

/// <summary>A number; integers are numbers too. NaN equals itself.</summary>
public sealed record PropertyNumber(double Value) : PropertyValue;

/// <summary>A text of valid UTF-8.</summary>
public sealed record PropertyString(string Value) : PropertyValue;

/// <summary>A list of values of any kinds.</summary>
public sealed record PropertyArray(ImmutableArray<PropertyValue> Elements) : PropertyValue
{
    /// <inheritdoc/>
    public bool Equals(PropertyArray? other) => other is not null && Elements.AsSpan().SequenceEqual(other.Elements.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Hash.Combine(Elements);
}

/// <summary>An object: properties by name.</summary>
public sealed record PropertyObject(PropertyMap Properties) : PropertyValue;

/// <summary>A value that is redacted in output and encrypted at rest.</summary>
public sealed record PropertySecret(PropertyValue Value) : PropertyValue;

/// <summary>A value that is known only after the deployment.</summary>
/// <param name="Kind">The kind of the future value, as far as the sender knew it.</param>
public sealed record PropertyUnknown(UnknownKind Kind = UnknownKind.String) : PropertyValue;

/// <summary>The kind of an unknown value; String if the sender has no information about the kind.</summary>
public enum UnknownKind
{
    /// <summary>A string, or anything.</summary>
    String,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A list of values of any kinds.</summary>
    Array,

    /// <summary>An object.</summary>
    Object,

    /// <summary>An asset.</summary>
    Asset,

    /// <summary>An archive.</summary>
    Archive,
}

/// <summary>An output: a value with its secrecy and its dependencies.</summary>
/// <param name="Value">The value; null (not <see cref="PropertyValue.Null"/>) if it is unknown.</param>
/// <param name="IsSecret">Whether it is a secret.</param>
/// <param name="Dependencies">The URNs of the resources that the value depends on.</param>
public sealed record PropertyOutput(PropertyValue? Value, bool IsSecret, ImmutableArray<string> Dependencies) : PropertyValue
{
    /// <inheritdoc/>
    public bool Equals(PropertyOutput? other) =>
        other is not null
        && IsSecret == other.IsSecret
        && Equals(Value, other.Value)
        && Dependencies.AsSpan().SequenceEqual(other.Dependencies.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Value, IsSecret, Hash.Combine(Dependencies));
}

/// <summary>A file: its text, path or URI, or only the hash.</summary>
public sealed record PropertyAsset : PropertyValue
{
    /// <summary>The SHA-256 of the content in lower-case hex, if it was computed.</summary>
    public string? Hash { get; init; }

    /// <summary>The content as text.</summary>
    public string? Text { get; init; }

    /// <summary>The path of the file, absolute or relative to the program.</summary>
    public string? Path { get; init; }

    /// <summary>The URI of the file: <c>file:</c>, <c>http:</c> or <c>https:</c>.</summary>
    public string? Uri { get; init; }
}

/// <summary>A tree of files: its members, path or URI, or only the hash.</summary>
public sealed record PropertyArchive : PropertyValue
{
    /// <summary>The SHA-256 of the content in lower-case hex, if it was computed.</summary>
    public string? Hash { get; init; }

    /// <summary>The members by their paths within the tree, each an asset or an archive.</summary>
    public PropertyMap? Assets { get; init; }

    /// <summary>The path of the archive or folder, absolute or relative to the program.</summary>
    public string? Path { get; init; }

    /// <summary>The URI of the archive.</summary>
    public string? Uri { get; init; }
}

/// <summary>A reference to a resource of the same stack.</summary>
/// <param name="Urn">The URN of the resource.</param>
/// <param name="Id">The ID of the resource: null for a component, empty if it is unknown.</param>
/// <param name="PackageVersion">The version of the package that defines the resource; empty if unspecified.</param>
public sealed record PropertyResourceReference(string Urn, string? Id = null, string PackageVersion = "") : PropertyValue;

/// <summary>A string whose bytes are not valid UTF-8.</summary>
public sealed record PropertyByteString(ImmutableArray<byte> Bytes) : PropertyValue
{
    /// <inheritdoc/>
    public bool Equals(PropertyByteString? other) => other is not null && Bytes.AsSpan().SequenceEqual(other.Bytes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Bytes.AsSpan());
        return hash.ToHashCode();
    }
}
