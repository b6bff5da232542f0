using System.Collections.Immutable;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Services;

/// <summary>Replaces output values by plain values, secrets and unknowns, and collects their dependencies.</summary>
internal static class OutputValues
{
    public static PropertyValue Remove(PropertyValue value) =>
        value switch
        {
            PropertyOutput output => output.IsSecret ? new PropertySecret(Content(output)) : Content(output),
            PropertySecret secret => new PropertySecret(Remove(secret.Value)),
            PropertyArray array => new PropertyArray(ImmutableArray.CreateRange(array.Elements, Remove)),
            PropertyObject map => new PropertyObject(map.Properties.Select(Remove)),
            _ => value,
        };

    public static IEnumerable<Urn> GetDependencies(PropertyValue value) =>
        value switch
        {
            PropertyOutput output => output
                .Dependencies.Select(urn => new Urn(urn))
                .Concat(output.Value is null ? [] : GetDependencies(output.Value)),
            PropertySecret secret => GetDependencies(secret.Value),
            PropertyArray array => array.Elements.SelectMany(GetDependencies),
            PropertyObject map => map.Properties.Values.SelectMany(GetDependencies),
            _ => [],
        };

    private static PropertyValue Content(PropertyOutput output) => output.Value is null ? new PropertyUnknown() : Remove(output.Value);
}
