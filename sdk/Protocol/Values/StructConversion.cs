namespace Infra.Protocol.Values;

/// <summary>
/// The kinds of values that the peer supports. Others are replaced: a secret by its value, a reference by its ID or URN, an output by its
/// value, secret or unknown value; an unknown value is omitted.
/// </summary>
public sealed record StructConversion
{
    /// <summary>All kinds: the conversion is lossless.</summary>
    public static StructConversion Lossless { get; } =
        new()
        {
            KeepSecrets = true,
            KeepUnknowns = true,
            KeepResources = true,
            KeepOutputValues = true,
            KeepByteStrings = true,
        };

    /// <summary>All kinds but outputs, as SDKs and the engine exchange them for resources.</summary>
    public static StructConversion Resource { get; } = Lossless with { KeepOutputValues = false };

    /// <summary>Whether secrets are kept.</summary>
    public bool KeepSecrets { get; init; }

    /// <summary>Whether unknown values are kept.</summary>
    public bool KeepUnknowns { get; init; }

    /// <summary>Whether resource references are kept.</summary>
    public bool KeepResources { get; init; }

    /// <summary>Whether outputs are kept.</summary>
    public bool KeepOutputValues { get; init; }

    /// <summary>Whether strings that are not UTF-8 are kept; if not, they cannot be converted.</summary>
    public bool KeepByteStrings { get; init; }

    /// <summary>Whether null properties of objects are omitted. Nulls in arrays, secrets and outputs are kept.</summary>
    public bool SkipNulls { get; init; }
}
