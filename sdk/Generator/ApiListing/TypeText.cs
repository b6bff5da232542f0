using System.Runtime.CompilerServices;

namespace Infra.Generator.ApiListing;

/// <summary>Writes a type in C#, by its full name.</summary>
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

    public static string Write(Type type) => Write(type, Nullability.Unknown);

    /// <param name="type">The type to write.</param>
    /// <param name="nullability">The annotations of the member or parameter.</param>
    /// <param name="elementNames">The element names of all its tuples, in order.</param>
    public static string Write(Type type, Nullability nullability, Queue<string?>? elementNames = null)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Write(value, nullability, elementNames) + "?";
        }

        if (type.IsByRef)
        {
            return Write(type.GetElementType()!, nullability, elementNames);
        }

        var mark =
            !type.IsValueType || type.IsGenericType
                ? nullability.ReadNext() && !type.IsValueType
                    ? "?"
                    : ""
                : "";
        if (type.IsArray)
        {
            return $"{Write(type.GetElementType()!, nullability, elementNames)}[]{mark}";
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
            : $"{name}<{string.Join(", ", own.Skip(outer).Select(argument => Write(argument, nullability, elementNames)))}>";
    }

    private static List<string> TupleElements(Type tuple, Nullability nullability, Queue<string?>? elementNames)
    {
        var arguments = tuple.GetGenericArguments();
        var names = arguments.Take(7).Select(_ => elementNames?.TryDequeue(out var name) == true ? name : null).ToList();
        var elements = arguments
            .Take(7)
            .Zip(names, (argument, name) => $"{Write(argument, nullability, elementNames)} {name}".TrimEnd())
            .ToList();
        if (arguments.Length == 8)
        {
            nullability.ReadNext();
            elements.AddRange(TupleElements(arguments[7], nullability, elementNames));
        }

        return elements;
    }
}
