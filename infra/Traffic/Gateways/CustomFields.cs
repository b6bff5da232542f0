using System.Collections.Immutable;

namespace Infra.Backend.Traffic.Gateways;

/// <summary>The fields of custom resources, for which there are no types.</summary>
internal static class CustomFields
{
    public static ImmutableDictionary<string, object> Map(params (string Key, object Value)[] fields) =>
        fields.ToImmutableDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal);

    public static ImmutableArray<object> List(params object[] items) => [.. items];
}
