using System.Reflection;
using System.Runtime.CompilerServices;

namespace Infra.Generator.ApiListing;

/// <summary>Writes the declaration of a member.</summary>
internal static class MemberText
{
    private static readonly Dictionary<string, string> Operators = new()
    {
        ["op_Equality"] = "operator ==",
        ["op_Inequality"] = "operator !=",
        ["op_Implicit"] = "implicit operator",
        ["op_Explicit"] = "explicit operator",
    };

    public static string Write(MemberInfo member) =>
        member switch
        {
            FieldInfo { DeclaringType.IsEnum: true } value => $"{value.Name} = {Convert.ToInt64(value.GetRawConstantValue())};",
            FieldInfo field => WriteField(field),
            PropertyInfo property => WriteProperty(property),
            ConstructorInfo constructor => WriteConstructor(constructor),
            MethodInfo method => $"{Modifiers(method)}{Signature(method)}({Parameters(method)}){Constraints(method)};",
            _ => throw new NotSupportedException($"{member.DeclaringType}.{member.Name}: a member of this kind cannot be listed"),
        };

    public static string WriteDelegate(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        return $"public delegate {Return(invoke)} {TypeText.Write(type)}({Parameters(invoke)});";
    }

    private static string WriteConstructor(ConstructorInfo constructor) =>
        $"{Visibility.Write(constructor)}{constructor.DeclaringType!.Name.Split('`')[0]}({Parameters(constructor)});";

    private static string WriteField(FieldInfo field)
    {
        var modifier = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        var value = field.IsLiteral ? $" = {AttributeText.Literal(field.GetRawConstantValue())}" : "";
        var type = TypeText.Write(field.FieldType, Nullability.Read(field), ElementNames(field.GetCustomAttributesData()));
        return $"{Visibility.Write(field)}{modifier}{type} {field.Name}{value};";
    }

    private static string WriteProperty(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true);
        var main = accessors.First(Visibility.IsVisible);
        var type = TypeText.Write(property.PropertyType, Nullability.Read(property), ElementNames(property.GetCustomAttributesData()));
        var indices = property.GetIndexParameters().Length;
        var name = indices == 0 ? property.Name : $"this[{Parameters(main.GetParameters().Take(indices))}]";
        var visible = accessors
            .Where(accessor => Visibility.IsVisible(accessor) || accessor.IsFamilyAndAssembly)
            .Select(accessor => (Visible: Visibility.Write(accessor), Keyword: Accessor(property, accessor)))
            .Select(accessor =>
                accessor.Visible == Visibility.Write(main) ? $"{accessor.Keyword};" : $"{accessor.Visible}{accessor.Keyword};"
            );
        return $"{Modifiers(main)}{type} {name} {{ {string.Join(" ", visible)} }};";
    }

    private static string Accessor(PropertyInfo property, MethodInfo accessor) =>
        accessor == property.GetMethod ? "get"
        : accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init"
        : "set";

    private static string Modifiers(MethodInfo method)
    {
        if (method.DeclaringType!.IsInterface)
        {
            return method.IsStatic ? "static " : "";
        }

        var overrides = method.IsVirtual && (method.Attributes & MethodAttributes.NewSlot) == 0;
        return Visibility.Write(method)
            + (method.IsStatic ? "static " : "")
            + (overrides ? "override " : "")
            + (overrides && method.IsFinal ? "sealed " : "")
            + (
                method.IsAbstract ? "abstract "
                : method.IsVirtual && !method.IsFinal && !overrides ? "virtual "
                : ""
            );
    }

    private static string Signature(MethodInfo method)
    {
        if (Operators.TryGetValue(method.Name, out var @operator))
        {
            var isConversion = method.Name is "op_Implicit" or "op_Explicit";
            return isConversion ? $"{@operator} {Return(method)}" : $"{Return(method)} {@operator}";
        }

        var generic = method.IsGenericMethod
            ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>"
            : "";
        return $"{Return(method)} {method.Name}{generic}";
    }

    private static string Return(MethodInfo method) => WriteType(method.ReturnParameter);

    private static string Parameters(MethodBase method) =>
        (method.IsDefined(typeof(ExtensionAttribute), inherit: false) ? "this " : "") + Parameters(method.GetParameters());

    private static string Parameters(IEnumerable<ParameterInfo> parameters) => string.Join(", ", parameters.Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var modifier =
            parameter.IsDefined(typeof(ParamArrayAttribute), inherit: false) ? "params "
            : parameter.IsOut ? "out "
            : parameter.IsIn ? "in "
            : parameter.ParameterType.IsByRef ? "ref "
            : "";
        return $"{modifier}{WriteType(parameter)} {parameter.Name}{Default(parameter)}";
    }

    private static string WriteType(ParameterInfo parameter) =>
        TypeText.Write(parameter.ParameterType, Nullability.Read(parameter), ElementNames(parameter.GetCustomAttributesData()));

    private static string Default(ParameterInfo parameter) =>
        parameter switch
        {
            { HasDefaultValue: false } => "",
            { RawDefaultValue: null, ParameterType.IsValueType: true } when Nullable.GetUnderlyingType(parameter.ParameterType) is null =>
                $" = default({TypeText.Write(parameter.ParameterType)})",
            _ => $" = {AttributeText.Literal(parameter.RawDefaultValue)}",
        };

    private static string Constraints(MethodInfo method) =>
        method.IsGenericMethod ? string.Concat(method.GetGenericArguments().Select(Constraint)) : "";

    private static string Constraint(Type parameter)
    {
        var attributes = parameter.GenericParameterAttributes;
        var isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        List<string> constraints =
        [
            .. attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>(),
            .. isStruct ? ["struct"] : Array.Empty<string>(),
            .. parameter.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(TypeText.Write),
            .. attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct ? ["new()"] : Array.Empty<string>(),
        ];
        return constraints.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", constraints)}";
    }

    private static Queue<string?>? ElementNames(IList<CustomAttributeData> attributes) =>
        attributes.FirstOrDefault(attribute => attribute.AttributeType == typeof(TupleElementNamesAttribute))?.ConstructorArguments[0].Value
            is IEnumerable<CustomAttributeTypedArgument> names
            ? new(names.Select(name => (string?)name.Value))
            : null;
}
