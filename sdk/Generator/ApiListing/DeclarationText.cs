using System.Reflection;
using System.Runtime.CompilerServices;

namespace Infra.Generator.ApiListing;

/// <summary>Writes the declaration of a type: its kind, its name and its base types.</summary>
internal static class DeclarationText
{
    public static string Write(Type type)
    {
        var parents = Parents(type).ToList();
        return $"{Keywords(type)} {TypeText.Write(type)}{(parents.Count == 0 ? "" : " : ")}{string.Join(", ", parents)}";
    }

    private static string Keywords(Type type)
    {
        var visibility =
            type.IsNestedFamily ? "protected"
            : type.IsNestedFamORAssem ? "protected internal"
            : "public";
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsValueType: true } => type.IsDefined(typeof(IsReadOnlyAttribute), inherit: false) ? "readonly struct" : "struct",
            { IsInterface: true } => "interface",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        return $"{visibility} {kind}";
    }

    private static IEnumerable<string> Parents(Type type)
    {
        if (type.IsEnum)
        {
            yield break;
        }

        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
        {
            yield return TypeText.Write(parent, Nullability.ReadBase(type));
        }

        foreach (var @interface in DeclaredInterfaces(type))
        {
            yield return TypeText.Write(@interface);
        }
    }

    /// <summary>The declared interfaces. Reflection also returns the interfaces that these inherit.</summary>
    private static IEnumerable<Type> DeclaredInterfaces(Type type)
    {
        var all = type.GetInterfaces();
        var implied = all.SelectMany(@interface => @interface.GetInterfaces()).Concat(type.BaseType?.GetInterfaces() ?? []).ToHashSet();
        return all.Where(@interface => @interface.IsVisible && !implied.Contains(@interface));
    }
}
