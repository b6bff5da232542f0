namespace Infra.Simulator.Cel.Checking;

/// <summary>The kind of a <see cref="CelType"/>.</summary>
internal enum CelKind
{
    Dyn,
    Error,
    Null,
    Bool,
    Int,
    Uint,
    Double,
    String,
    Bytes,
    Timestamp,
    Duration,
    List,
    Map,

    /// <summary>An object with declared fields, or an opaque value of a library such as a URL.</summary>
    Struct,
    Opaque,
    Type,
    Parameter,
}

/// <summary>A type of CEL.</summary>
internal sealed class CelType
{
    public static readonly CelType Dyn = new(CelKind.Dyn, "dyn");
    public static readonly CelType Error = new(CelKind.Error, "!error!");
    public static readonly CelType Null = new(CelKind.Null, "null");
    public static readonly CelType Bool = new(CelKind.Bool, "bool");
    public static readonly CelType Int = new(CelKind.Int, "int");
    public static readonly CelType Uint = new(CelKind.Uint, "uint");
    public static readonly CelType Double = new(CelKind.Double, "double");
    public static readonly CelType String = new(CelKind.String, "string");
    public static readonly CelType Bytes = new(CelKind.Bytes, "bytes");
    public static readonly CelType Timestamp = new(CelKind.Timestamp, "google.protobuf.Timestamp");
    public static readonly CelType Duration = new(CelKind.Duration, "google.protobuf.Duration");

    private CelType(CelKind kind, string name, params IReadOnlyList<CelType> parameters)
    {
        Kind = kind;
        Name = name;
        Parameters = parameters;
    }

    public CelKind Kind { get; }

    public string Name { get; }

    public IReadOnlyList<CelType> Parameters { get; }

    /// <summary>The fields of an object; null for values of libraries.</summary>
    public IReadOnlyDictionary<string, CelType>? Fields { get; private init; }

    public bool IsDynamic => Kind is CelKind.Dyn or CelKind.Error;

    public bool IsOptional => Kind == CelKind.Opaque && Name == "optional_type";

    public static CelType List(CelType items) => new(CelKind.List, "list", items);

    public static CelType Map(CelType keys, CelType values) => new(CelKind.Map, "map", keys, values);

    public static CelType Optional(CelType value) => new(CelKind.Opaque, "optional_type", value);

    public static CelType TypeOf(CelType type) => new(CelKind.Type, "type", type);

    public static CelType Parameter(string name) => new(CelKind.Parameter, name);

    public static CelType Opaque(string name, params IReadOnlyList<CelType> parameters) => new(CelKind.Opaque, name, parameters);

    public static CelType Struct(string name, IReadOnlyDictionary<string, CelType>? fields = null) =>
        new(CelKind.Struct, name) { Fields = fields };

    /// <summary>The same type with other parameters.</summary>
    public CelType With(IReadOnlyList<CelType> parameters) => new(Kind, Name, parameters) { Fields = Fields };

    public bool IsExactly(CelType other) =>
        ReferenceEquals(this, other)
        || (
            Kind == other.Kind
            && Name == other.Name
            && Parameters.Count == other.Parameters.Count
            && Parameters.Zip(other.Parameters).All(pair => pair.First.IsExactly(pair.Second))
        );

    public override string ToString() => Parameters.Count == 0 ? Name : $"{Name}({string.Join(", ", Parameters)})";
}
