using System.Collections.Concurrent;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>Structs marked with <see cref="EnumTypeAttribute"/>: enumerations of strings or numbers.</summary>
internal static class EnumTypes
{
    private const BindingFlags Constructors = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    private static readonly ConcurrentDictionary<System.Type, MethodInfo> Conversions = new();

    /// <summary>Returns the string or number of a member.</summary>
    public static object? GetValue(object member) => Conversions.GetOrAdd(member.GetType(), FindConversion).Invoke(null, [member]);

    public static ConstructorInfo? ConstructorFrom(System.Type enumType, System.Type valueType) =>
        enumType.GetConstructor(Constructors, [valueType]);

    /// <summary>Throws unless a struct has the members of an enumeration.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public static void Check(System.Type enumType)
    {
        var conversion = Conversions.GetOrAdd(enumType, FindConversion);
        if (ConstructorFrom(enumType, conversion.ReturnType) is null)
        {
            throw new InvalidOperationException(
                $"{enumType.FullName} is marked [EnumType], but has no constructor that takes a {conversion.ReturnType.Name} alone."
            );
        }
    }

    private static MethodInfo FindConversion(System.Type enumType) =>
        enumType
            .GetMethods(BindingFlags.Public | BindingFlags.Static)
            .FirstOrDefault(method =>
                method.Name == "op_Explicit"
                && method.GetParameters() is [{ ParameterType: var from }]
                && from == enumType
                && (method.ReturnType == typeof(string) || method.ReturnType == typeof(double))
            )
        ?? throw new InvalidOperationException(
            $"{enumType.FullName} is marked [EnumType], but has no explicit conversion to String or Double."
        );
}
