namespace Infra.Generator.Packages;

/// <summary>The type of a value in a schema, independent of its use in C#.</summary>
internal abstract record ValueType
{
    /// <summary>A C# value type or string.</summary>
    public sealed record Scalar(string CSharp) : ValueType;

    /// <summary>A string enumeration, which has a class for inputs.</summary>
    public sealed record KnownStrings(string Class) : ValueType;

    public sealed record Json : ValueType;

    /// <summary>A nested object, by the name of its definition.</summary>
    public sealed record Nested(string Definition) : ValueType;

    public sealed record List(ValueType Item) : ValueType;

    public sealed record Map(ValueType Value) : ValueType;

    public sealed record Either(ValueType First, ValueType Second) : ValueType;

    /// <summary>The nested objects that this type refers to.</summary>
    public IEnumerable<string> Definitions() =>
        this switch
        {
            Nested nested => [nested.Definition],
            List list => list.Item.Definitions(),
            Map map => map.Value.Definitions(),
            Either either => either.First.Definitions().Concat(either.Second.Definitions()),
            _ => [],
        };

    /// <summary>The C# type of the plain value.</summary>
    public string Plain(Func<string, string> getClass) =>
        this switch
        {
            Scalar scalar => scalar.CSharp,
            KnownStrings => "string",
            Json => "global::System.Text.Json.JsonElement",
            Nested nested => getClass(nested.Definition),
            List list => $"ImmutableArray<{list.Item.Plain(getClass)}>",
            Map map => $"ImmutableDictionary<string, {map.Value.Plain(getClass)}>",
            Either either => $"Union<{either.First.Plain(getClass)}, {either.Second.Plain(getClass)}>",
            _ => throw new InvalidOperationException($"No C# type for {this}"),
        };

    /// <summary>The C# type of an input property.</summary>
    public string Input(Func<string, string> getClass) =>
        this switch
        {
            KnownStrings strings => $"InputUnion<string, {strings.Class}>",
            Json => "InputJson",
            List list => $"InputList<{list.Item.Plain(getClass)}>",
            Map map => $"InputMap<{map.Value.Plain(getClass)}>",
            Either either => $"InputUnion<{either.First.Plain(getClass)}, {either.Second.Plain(getClass)}>",
            _ => $"Input<{Plain(getClass)}>",
        };
}
