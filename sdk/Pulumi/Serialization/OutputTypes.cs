using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;

namespace Pulumi.Serialization;

/// <summary>Checks the types that values can be received as.</summary>
internal static class OutputTypes
{
    private const BindingFlags Constructors = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    // Types are recursive and shared by many resources: each is checked once in a process.
    private static readonly ConcurrentDictionary<Type, bool> Checked = new();

    private static readonly HashSet<Type> Simple =
    [
        typeof(bool),
        typeof(int),
        typeof(double),
        typeof(string),
        typeof(object),
        typeof(JsonElement),
        typeof(Asset),
        typeof(Archive),
        typeof(AssetOrArchive),
    ];

    /// <summary>Checks a type and the types inside it.</summary>
    /// <exception cref="InvalidOperationException">Values cannot be received as the type.</exception>
    public static void Check(string context, Type type)
    {
        if (Checked.ContainsKey(type))
        {
            return;
        }

        var open = new Stack<Part>([new(context, type)]);
        var seen = new HashSet<Type>();
        while (open.TryPop(out var next))
        {
            if (Checked.ContainsKey(next.Type) || !seen.Add(next.Type))
            {
                continue;
            }

            foreach (var part in GetParts(next.Context, next.Type))
            {
                open.Push(part);
            }
        }

        foreach (var allowed in seen)
        {
            Checked.TryAdd(allowed, true);
        }
    }

    /// <summary>Checks arguments given as a dictionary.</summary>
    public static void CheckValues(ImmutableDictionary<string, object?> values)
    {
        foreach (var (key, value) in values)
        {
            if (value is not null)
            {
                Check($"The argument '{key}'", WithoutOutput(value.GetType()));
            }
        }
    }

    /// <summary>Finds the constructor of an output type: the marked one, or the only public one; null if there is neither.</summary>
    public static ConstructorInfo? FindConstructor(Type type)
    {
        if (!type.IsDefined(typeof(OutputTypeAttribute)))
        {
            return null;
        }

        var constructors = type.GetConstructors(Constructors);
        return constructors.FirstOrDefault(constructor => constructor.IsDefined(typeof(OutputConstructorAttribute)))
            ?? (
                constructors.Count(constructor => constructor.IsPublic) == 1
                    ? constructors.First(constructor => constructor.IsPublic)
                    : null
            );
    }

    public static InvalidOperationException NotAllowed(string context, Type type) =>
        new(
            $"{context} is of type {type.FullName}, which cannot be received. Use String, Boolean, Int32, Double, Object, JsonElement, "
                + "an Int32 enum, Asset, Archive, a resource, Nullable<…>, ImmutableArray<…>, ImmutableDictionary<string, …>, Union<…>, "
                + "or a class that is marked [OutputType] and has one public constructor or one marked [OutputConstructor]."
        );

    private static IEnumerable<Part> GetParts(string context, Type type)
    {
        if (Simple.Contains(type) || typeof(Resource).IsAssignableFrom(type))
        {
            return [];
        }

        if (type.IsEnum && type.GetEnumUnderlyingType() == typeof(int))
        {
            return [];
        }

        if (type.IsConstructedGenericType)
        {
            return GetGenericParts(context, type);
        }

        if (type.IsValueType && type.IsDefined(typeof(EnumTypeAttribute)))
        {
            EnumTypes.Check(type);
            return [];
        }

        if (type.IsInterface && type.IsDefined(typeof(DiscriminatedUnionDiscriminatorAttribute)))
        {
            return GetCases(type);
        }

        var constructor = FindConstructor(type) ?? throw NotAllowed(context, type);
        return constructor.GetParameters().Select(parameter => new Part($"{type.FullName}({parameter.Name})", parameter.ParameterType));
    }

    private static IEnumerable<Part> GetGenericParts(string context, Type type)
    {
        var definition = type.GetGenericTypeDefinition();
        var arguments = type.GenericTypeArguments;
        if (definition == typeof(ImmutableDictionary<,>))
        {
            return arguments[0] == typeof(string) ? [new(context, arguments[1])] : throw NotAllowed(context, type);
        }

        return
            definition == typeof(Nullable<>)
            || definition == typeof(ImmutableArray<>)
            || definition == typeof(Union<,>)
            || definition == typeof(Output<>)
            ? arguments.Select(argument => new Part(context, argument))
            : throw NotAllowed(context, type);
    }

    private static IEnumerable<Part> GetCases(Type type)
    {
        foreach (var unionCase in type.GetCustomAttributes<DiscriminatedUnionCaseAttribute>())
        {
            if (!type.IsAssignableFrom(unionCase.Type))
            {
                throw new InvalidOperationException(
                    $"{unionCase.Type.FullName} is the case '{unionCase.Tag}' of {type.FullName}, but does not implement it."
                );
            }

            yield return new($"{type.FullName}(\"{unionCase.Tag}\")", unionCase.Type);
        }
    }

    private static Type WithoutOutput(Type type) =>
        type.IsConstructedGenericType
        && (type.GetGenericTypeDefinition() == typeof(Output<>) || type.GetGenericTypeDefinition() == typeof(Input<>))
            ? type.GenericTypeArguments[0]
            : type;

    // A class: generic types over our own structs would have to be compiled at every start.
    private sealed record Part(string Context, Type Type);
}
