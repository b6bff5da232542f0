using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Infra.Policies.Sdk.Exemptions;

/// <summary>A violation that a stack puts up with for a while.</summary>
internal sealed record Exemption
{
    [Description("The policy's name; * stands for any characters.")]
    [MinLength(1)]
    public required string Policy { get; init; }

    [Description("The resource's URN, or a pattern with * for any characters.")]
    public string? Urn { get; init; }

    [Description("Labels the resource must carry, each with its value or a pattern with * for any characters.")]
    public ImmutableDictionary<string, string>? Labels { get; init; }

    [Description("Why the violation is put up with.")]
    [MinLength(1)]
    public required string Reason { get; init; }

    [Description("The last day it holds (UTC), as yyyy-mm-dd. From the day after it is a violation of its own.")]
    public required string Expires { get; init; }
}
