using System.Collections.Immutable;

namespace Infra.Protocol.Values;

/// <summary>Null.</summary>
public sealed record PropertyNull : PropertyValue;

/// <summary>A boolean.</summary>
public sealed record PropertyBoolean(bool Value) : PropertyValue;

/// <summary>A number; integers are numbers too. NaN equals itself.</summary>
public sealed record PropertyNumber(double Value) : PropertyValue;

/// <summary>A string.</summary>
public sealed record PropertyString(string Value) : PropertyValue;

/// <summary>An array.</summary>
public sealed record PropertyArray(ImmutableArray<PropertyValue> Elements) : PropertyValue
{
    /// <inheritdoc/>
    public bool Equals(PropertyArray? other) => other is not null && Elements.AsSpan().SequenceEqual(other.Elements.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Hash.Of(Elements);
}

/// <summary>An object: properties by name.</summary>
public sealed record PropertyObject(PropertyMap Properties) : PropertyValue;

/// <summary>A value that must be shown to nobody and rests encrypted.</summary>
public sealed record PropertySecret(PropertyValue Value) : PropertyValue;

/// <summary>A value that will be known only when the deployment has run.</summary>
/// <param name="Kind">What kind of value it will be, as far as the sender knew.</param>
public sealed record PropertyUnknown(UnknownKind Kind = UnknownKind.String) : PropertyValue;

/// <summary>What kind of value an unknown one will be. String is also what senders say who do not know.</summary>
public enum UnknownKind
{
    /// <summary>A string, or anything.</summary>
    String,

    /// <summary>A boolean.</summary>
    Boolean,

    /// <summary>A number.</summary>
    Number,

    /// <summary>An array.</summary>
    Array,

    /// <summary>An object.</summary>
    Object,

    /// <summary>An asset.</summary>
    Asset,

    /// <summary>An archive.</summary>
    Archive,
}

/// <summary>A value together with what is known about its origin.</summary>
/// <param name="Value">The value; null (not <see cref="PropertyValue.Null"/>) if it is not known yet.</param>
/// <param name="IsSecret">Whether it is a secret.</param>
/// <param name="Dependencies">The URNs of the resources it depends on.</param>
public sealed record PropertyOutput(PropertyValue? Value, bool IsSecret, ImmutableArray<string> Dependencies) : PropertyValue
{
    /// <inheritdoc/>
    public bool Equals(PropertyOutput? other) =>
        other is not null && IsSecret == other.IsSecret && Equals(Value, other.Value)
        && Dependencies.AsSpan().SequenceEqual(other.Dependencies.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Value, IsSecret, Hash.Of(Dependencies));
}

/// <summary>A file's content: one of text, path and URI, or none of them where only the hash was kept.</summary>
public sealed record PropertyAsset : PropertyValue
{
    /// <summary>The SHA-256 of the content in lower-case hex, if it was computed.</summary>
    public string? Hash { get; init; }

    /// <summary>The content itself.</summary>
    public string? Text { get; init; }

    /// <summary>Where the file lies, absolute or relative to the program.</summary>
    public string? Path { get; init; }

    /// <summary>Where the file can be had, by <c>file:</c>, <c>http:</c> or <c>https:</c>.</summary>
    public string? Uri { get; init; }
}

/// <summary>A tree of files: one of assets, path and URI, or none of them where only the hash was kept.</summary>
public sealed record PropertyArchive : PropertyValue
{
    /// <summary>The SHA-256 of the content in lower-case hex, if it was computed.</summary>
    public string? Hash { get; init; }

    /// <summary>The tree's members by their paths within it, each an asset or an archive.</summary>
    public PropertyMap? Assets { get; init; }

    /// <summary>Where the archive or folder lies, absolute or relative to the program.</summary>
    public string? Path { get; init; }

    /// <summary>Where the archive can be had.</summary>
    public string? Uri { get; init; }
}

/// <summary>A resource of the same stack.</summary>
/// <param name="Urn">Its URN.</param>
/// <param name="Id">Its id: null for a component, empty if it is not known yet.</param>
/// <param name="PackageVersion">The version of the package that defines it; empty if unspecified.</param>
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
