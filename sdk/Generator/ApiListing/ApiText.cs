using System.Reflection;
using System.Text;

namespace Infra.Generator.ApiListing;

/// <summary>
/// Writes the public API of an assembly as text: a block per type, a line per member, full names, so that listings can be compared by line.
/// </summary>
internal static class ApiText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Write(Assembly assembly)
    {
        var text = new StringBuilder();
        var namespaces = assembly.GetExportedTypes().Where(type => !type.IsNested).GroupBy(type => type.Namespace);
        foreach (var types in namespaces.OrderBy(types => types.Key, StringComparer.Ordinal))
        {
            text.Append("// namespace ").Append(types.Key).Append('\n');
            foreach (var type in types.OrderBy(type => TypeText.Write(type), StringComparer.Ordinal))
            {
                AppendType(text, type, "");
                text.Append('\n');
            }
        }

        return text.ToString();
    }

    private static void AppendType(StringBuilder text, Type type, string indent)
    {
        AppendLines(text, indent, AttributeText.Write(type));
        if (type.IsSubclassOf(typeof(Delegate)))
        {
            AppendLines(text, indent, [MemberText.WriteDelegate(type)]);
            return;
        }

        AppendLines(text, indent, [DeclarationText.Write(type), "{"]);
        foreach (var member in Members(type))
        {
            AppendLines(text, indent + "  ", AttributeText.Write(member).Append(MemberText.Write(member)));
        }

        foreach (var nested in type.GetNestedTypes(Declared).Where(Visibility.IsVisible))
        {
            AppendType(text, nested, indent + "  ");
        }

        AppendLines(text, indent, ["}"]);
    }

    private static void AppendLines(StringBuilder text, string indent, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            text.Append(indent).Append(line).Append('\n');
        }
    }

    private static IEnumerable<MemberInfo> Members(Type type)
    {
        var fields = type.GetFields(Declared).Where(field => Visibility.IsVisible(field) && !field.IsSpecialName);
        var methods = type.GetMembers(Declared).OfType<MethodBase>().Where(method => Visibility.IsVisible(method) && !IsAccessor(method));
        var properties = type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(Visibility.IsVisible));
        IEnumerable<MemberInfo>[] inOrder = [fields, methods, properties];
        return inOrder.SelectMany(members => members.OrderBy(member => member.MetadataToken));
    }

    /// <summary>Accessors are written with their property.</summary>
    private static bool IsAccessor(MethodBase method) =>
        method.IsSpecialName && !method.IsConstructor && !method.Name.StartsWith("op_", StringComparison.Ordinal);
}
