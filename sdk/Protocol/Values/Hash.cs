using System.Collections.Immutable;

namespace Infra.Protocol.Values;

internal static class Hash
{
    public static int Combine<T>(ImmutableArray<T> elements)
    {
        var hash = default(HashCode);
        foreach (var element in elements.AsSpan())
        {
            hash.Add(element);
        }

        return hash.ToHashCode();
    }
}
