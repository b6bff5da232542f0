namespace Infra.Protocol.Values;

/// <summary>
/// What the other side understands. What is not kept is replaced: a secret by its value, a reference by its id or URN, an output by its
/// value, secret or unknown; an unknown is left out.
/// </summary>
public sealed record StructConversion
{
    /// <summary>Everything is kept: nothing is lost on the way to the wire and back.</summary>
    public static StructConversion Lossless { get; } = new()
    {
        KeepSecrets = true,
        KeepUnknowns = true,
        KeepResources = true,
        KeepOutputValues = true,
        KeepByteStrings = true,
    };

    /// <summary>Everything but output values is kept: what a program's SDK and the engine exchange for resources.</summary>
    public static StructConversion Resource { get; } = Lossless with { KeepOutputValues = false };

    /// <summary>Whether secrets are marked.</summary>
    public bool KeepSecrets { get; init; }

    /// <summary>Whether unknown values are marked.</summary>
    public bool KeepUnknowns { get; init; }

    /// <summary>Whether references to resources are marked.</summary>
    public bool KeepResources { get; init; }

    /// <summary>Whether output values are marked.</summary>
    public bool KeepOutputValues { get; init; }

    /// <summary>Whether strings that are not UTF-8 are marked; if not, they cannot be converted.</summary>
    public bool KeepByteStrings { get; init; }

    /// <summary>Whether the null properties of objects are left out. Nulls in arrays stay, and those within a secret or an output.</summary>
    public bool SkipNulls { get; init; }
}
