using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Infra.PolicyPacks.Exemptions;

/// <summary>A violation that a stack tolerates until a date.</summary>
internal sealed record Exemption
{
    [Description("The policy's name; * matches any characters.")]
    [MinLength(1)]
    public required string Policy { get; init; }

    [Description("The resource's URN, or a pattern with * for any characters.")]
    public string? Urn { get; init; }

    [Description("Labels the resource must carry, each with its value or a pattern with * for any characters.")]
    public ImmutableDictionary<string, string>? Labels { get; init; }

    [Description("Why the violation is tolerated.")]
    [MinLength(1)]
    public required string Reason { get; init; }

    [Description("The last day of the exemption (UTC), as yyyy-mm-dd. After it the exemption is a violation itself.")]
    public required string Expires { get; init; }
}
