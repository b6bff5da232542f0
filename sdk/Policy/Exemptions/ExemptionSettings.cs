using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Infra.PolicyPacks.Exemptions;

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ExemptionSettings
{
    [Description("The violations that are tolerated until a date.")]
    public ImmutableArray<Exemption> List { get; init; } = [];
}

[JsonSerializable(typeof(ExemptionSettings))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow
)]
internal sealed partial class ExemptionJson : JsonSerializerContext;
