using System.Runtime.CompilerServices;

namespace Infra.Generator.ApiListing;

/// <summary>Writes a type as C# would, by its full name.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(double)] = "double",
        [typeof(float)] = "float",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
    };

    public static string Of(Type type) => Of(type, Nullability.Unknown);

    /// <param name="type">The type.</param>
    /// <param name="nullability">The marks of the place where it stands.</param>
    /// <param name="elementNames">The names of the elements of all tuples in it, in order.</param>
    public static string Of(Type type, Nullability nullability, Queue<string?>? elementNames = null)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Of(value, nullability, elementNames) + "?";
        }

        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, nullability, elementNames);
        }

        var mark = !type.IsValueType || type.IsGenericType ? nullability.TakeAnnotated() && !type.IsValueType ? "?" : "" : "";
        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!, nullability, elementNames)}[]{mark}";
        }

        if (type.IsGenericParameter)
        {
            return type.Name + mark;
        }

        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword + mark;
        }

        return typeof(ITuple).IsAssignableFrom(type) && type is { IsValueType: true, IsGenericType: true }
            ? $"({string.Join(", ", TupleElements(type, nullability, elementNames))})"
            : Named(type, nullability, elementNames) + mark;
    }

    private static string Named(Type type, Nullability nullability, Queue<string?>? elementNames)
    {
        var own = type.GetGenericArguments();
        var outer = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        var scope = type.IsNested ? Named(type.DeclaringType!, Nullability.Unknown, null) : type.Namespace;
        var name = $"{scope}.{type.Name.Split('`')[0]}";
        return own.Length == outer
            ? name
            : $"{name}<{string.Join(", ", own.Skip(outer).Select(argument => Of(argument, nullability, elementNames)))}>";
    }

    private static List<string> TupleElements(Type tuple, Nullability nullability, Queue<string?>? elementNames)
    {
        var arguments = tuple.GetGenericArguments();
        var names = arguments.Take(7).Select(_ => elementNames?.TryDequeue(out var name) == true ? name : null).ToList();
        var elements = arguments.Take(7)
            .Zip(names, (argument, name) => $"{Of(argument, nullability, elementNames)} {name}".TrimEnd())
            .ToList();
        if (arguments.Length == 8)
        {
            nullability.TakeAnnotated();
            elements.AddRange(TupleElements(arguments[7], nullability, elementNames));
        }

        return elements;
    }
}
