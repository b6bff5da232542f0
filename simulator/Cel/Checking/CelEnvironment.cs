using System.Collections.Frozen;
using System.Collections.Immutable;
using Infra.Simulator.Cel.Functions;

namespace Infra.Simulator.Cel.Checking;

/// <summary>What an expression may refer to: variables and functions.</summary>
internal sealed record CelEnvironment
{
    private static readonly FrozenDictionary<string, CelType> _types = new Dictionary<string, CelType>
    {
        ["bool"] = CelType.Bool,
        ["int"] = CelType.Int,
        ["uint"] = CelType.Uint,
        ["double"] = CelType.Double,
        ["string"] = CelType.String,
        ["bytes"] = CelType.Bytes,
        ["list"] = CelType.List(CelType.Dyn),
        ["map"] = CelType.Map(CelType.Dyn, CelType.Dyn),
        ["null_type"] = CelType.Null,
        ["type"] = CelType.TypeOf(CelType.Dyn),
        ["google.protobuf.Timestamp"] = CelType.Timestamp,
        ["google.protobuf.Duration"] = CelType.Duration,
        ["optional_type"] = CelType.Optional(CelType.Dyn),
        ["kubernetes.Quantity"] = CelType.Struct("kubernetes.Quantity"),
        ["kubernetes.URL"] = CelType.Struct("kubernetes.URL"),
        ["kubernetes.Semver"] = CelType.Struct("kubernetes.Semver"),
        ["kubernetes.NamedFormat"] = CelType.Struct("kubernetes.NamedFormat"),
        ["net.IP"] = CelType.Opaque("net.IP"),
        ["net.CIDR"] = CelType.Opaque("net.CIDR"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The environment of Kubernetes' expressions without variables.</summary>
    public static CelEnvironment Kubernetes { get; } = new();

    public ImmutableDictionary<string, CelType> Variables { get; init; } = ImmutableDictionary<string, CelType>.Empty;

    public CelEnvironment With(string variable, CelType type) => this with { Variables = Variables.SetItem(variable, type) };

    public static CelType? FindType(string name) => _types.GetValueOrDefault(name);

    public static IReadOnlyList<CelOverload>? FindFunction(string name) => FunctionTable.Overloads.GetValueOrDefault(name);
}
