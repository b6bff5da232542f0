using Infra.Simulator.Cel.Checking;

namespace Infra.Simulator.Cel;

/// <summary>A field of an object in expressions.</summary>
/// <param name="Property">The field's name in JSON; in expressions it may be escaped.</param>
/// <param name="Type">The type of its values.</param>
internal sealed record DeclaredField(string Property, DeclaredType Type);

/// <summary>A type with what a schema says about the size of its values, for the estimation of costs.</summary>
internal sealed class DeclaredType
{
    public required CelType Type { get; init; }

    /// <summary>The items of a list or the values of a map.</summary>
    public DeclaredType? Items { get; init; }

    /// <summary>The keys of a map.</summary>
    public DeclaredType? Keys { get; init; }

    /// <summary>The fields of an object by their names in expressions; null for other types.</summary>
    public IReadOnlyDictionary<string, DeclaredField>? Fields { get; init; }

    /// <summary>The largest length of a string, or number of items or entries; zero for other values.</summary>
    public long MaxElements { get; init; }

    /// <summary>The least number of bytes of a value in JSON.</summary>
    public long MinSerializedSize { get; init; }

    /// <summary><c>x-kubernetes-list-type</c>.</summary>
    public string? ListType { get; init; }

    /// <summary><c>x-kubernetes-list-map-keys</c>.</summary>
    public IReadOnlyList<string> MapKeys { get; init; } = [];

    /// <summary>Whether a timestamp is written as a date.</summary>
    public bool IsDate { get; init; }
}
