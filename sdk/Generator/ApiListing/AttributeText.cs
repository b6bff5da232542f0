using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Infra.Generator.ApiListing;

/// <summary>Writes the attributes of a type or member, except compiler-generated ones.</summary>
internal static class AttributeText
{
    public static IEnumerable<string> Write(MemberInfo member) =>
        member.GetCustomAttributesData().Where(attribute => !IsCompilerGenerated(attribute.AttributeType)).Select(WriteAttribute);

    /// <summary>Writes a constant in C#.</summary>
    public static string Literal(object? value) =>
        value switch
        {
            null => "null",
            string text => $"\"{text}\"",
            bool flag => flag ? "true" : "false",
            Type type => $"typeof({TypeText.Write(type)})",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };

    private static bool IsCompilerGenerated(Type attribute) =>
        attribute.Namespace == "System.Runtime.CompilerServices"
        || attribute == typeof(DefaultMemberAttribute)
        || attribute == typeof(DebuggerStepThroughAttribute);

    private static string WriteAttribute(CustomAttributeData attribute)
    {
        var arguments = attribute
            .ConstructorArguments.Select(Value)
            .Concat(attribute.NamedArguments.Select(argument => $"{argument.MemberName} = {Value(argument.TypedValue)}"))
            .ToList();
        return $"[{TypeText.Write(attribute.AttributeType)}{(arguments.Count == 0 ? "" : $"({string.Join(", ", arguments)})")}]";
    }

    private static string Value(CustomAttributeTypedArgument argument) =>
        argument.ArgumentType.IsEnum ? EnumValue(argument.ArgumentType, argument.Value!) : Literal(argument.Value);

    private static string EnumValue(Type type, object value)
    {
        var names = Enum.ToObject(type, value).ToString()!.Split(", ");
        return string.Join(" | ", names.Select(name => $"{TypeText.Write(type)}.{name}"));
    }
}
