using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Infra.PolicyPacks.Tests.Support;

/// <summary>Converts resources to the engine's requests.</summary>
internal static class Requests
{
    public static AnalyzeRequest ToRequest(PolicyResource resource) =>
        new()
        {
            Urn = resource.Urn,
            Type = resource.Type,
            Name = resource.Name,
            Properties = StructConverter.ToStruct(resource.Properties, StructConversion.Lossless),
        };

    public static AnalyzeStackRequest ToStackRequest(IEnumerable<PolicyResource> resources) =>
        new()
        {
            Resources =
            {
                resources.Select(resource => new AnalyzerResource
                {
                    Urn = resource.Urn,
                    Type = resource.Type,
                    Name = resource.Name,
                    Properties = StructConverter.ToStruct(resource.Properties, StructConversion.Lossless),
                }),
            },
        };
}
