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
            PropertySecret secret => Remove(secret.Value) is var inner && ReferenceEquals(inner, secret.Value)
                ? secret
                : new PropertySecret(inner),
            PropertyArray array => Remove(array),
            PropertyObject map => map.Properties.Select(Remove) is var properties && ReferenceEquals(properties, map.Properties)
                ? map
                : new PropertyObject(properties),
            _ => value,
        };

    /// <summary>The URNs of all resources that a value depends on, at any depth.</summary>
    public static IReadOnlyList<Urn> GetDependencies(PropertyValue value)
    {
        List<Urn>? found = null;
        Collect(value, ref found);
        return found ?? (IReadOnlyList<Urn>)[];
    }

    private static void Collect(PropertyValue value, ref List<Urn>? found)
    {
        switch (value)
        {
            case PropertyOutput output:
                if (!output.Dependencies.IsEmpty)
                {
                    (found ??= []).AddRange(output.Dependencies.Select(urn => new Urn(urn)));
                }

                if (output.Value is not null)
                {
                    Collect(output.Value, ref found);
                }

                break;
            case PropertySecret secret:
                Collect(secret.Value, ref found);
                break;
            case PropertyArray array:
                foreach (var element in array.Elements)
                {
                    Collect(element, ref found);
                }

                break;
            case PropertyObject map:
                foreach (var (_, property) in map.Properties)
                {
                    Collect(property, ref found);
                }

                break;
        }
    }

    private static PropertyArray Remove(PropertyArray array)
    {
        var elements = ImmutableArray.CreateRange(array.Elements, Remove);
        return elements.AsSpan().SequenceEqual(array.Elements.AsSpan(), ReferenceEqualityComparer.Instance)
            ? array
            : new PropertyArray(elements);
    }

    private static PropertyValue Content(PropertyOutput output) => output.Value is null ? new PropertyUnknown() : Remove(output.Value);
}
