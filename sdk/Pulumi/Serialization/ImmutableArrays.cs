using System.Collections;
using System.Collections.Immutable;

namespace Pulumi.Serialization;

/// <summary>Checks for immutable arrays that are not initialized, which throw on every use.</summary>
internal static class ImmutableArrays
{
    public static bool IsDefault(IList list) =>
        list.GetType() is { IsGenericType: true } type
        && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
        && list.Equals(Activator.CreateInstance(type));
}
