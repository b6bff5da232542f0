using System.Collections;
using System.Collections.Immutable;

namespace Pulumi.Serialization;

/// <summary>Immutable arrays that were never initialised, which throw on every use.</summary>
internal static class ImmutableArrays
{
    public static bool IsDefault(IList list) =>
        list.GetType() is { IsGenericType: true } type
        && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
        && list.Equals(Activator.CreateInstance(type));
}
