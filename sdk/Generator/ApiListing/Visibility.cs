using System.Reflection;

namespace Infra.Generator.ApiListing;

/// <summary>Writes the accessibility of members. Only members that another assembly can access are API.</summary>
internal static class Visibility
{
    public static bool IsVisible(Type nested) => nested.IsNestedPublic || nested.IsNestedFamily || nested.IsNestedFamORAssem;

    public static bool IsVisible(FieldInfo field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    public static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    public static string Write(FieldInfo field) =>
        field.IsPublic ? "public "
        : field.IsFamily ? "protected "
        : "protected internal ";

    public static string Write(MethodBase method) =>
        method.IsPublic ? "public "
        : method.IsFamily ? "protected "
        : method.IsFamilyOrAssembly ? "protected internal "
        : method.IsFamilyAndAssembly ? "private protected "
        : method.IsAssembly ? "internal "
        : "private ";
}
