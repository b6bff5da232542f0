using System.Collections.Immutable;

namespace Infra.Backend.Traffic.Gateways;

/// <summary>Builds the untyped fields of custom resources.</summary>
internal static class CustomFields
{
    public static ImmutableDictionary<string, object> Map(params (string Key, object Value)[] fields) =>
        fields.ToImmutableDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal);

    public static ImmutableArray<object> List(params object[] items) => [.. items];
}
