using System.Collections.Frozen;
using Infra.Simulator.Cel.Checking;
using Infra.Simulator.Cel.Values;

namespace Infra.Simulator.Cel.Functions;

/// <summary>The declarations and implementations of all functions.</summary>
internal static class FunctionTable
{
    public static FrozenDictionary<string, IReadOnlyList<CelOverload>> Overloads { get; } =
        CelDeclarations.Parse([Declarations.Standard, .. Declarations.Generated(), Declarations.Extensions, Declarations.Kubernetes]);

    private static readonly FrozenDictionary<string, Func<object?[], object?>> _implementations = new[]
    {
        Operators.All,
        Conversions.All,
        TimeFunctions.All,
        TextFunctions.All,
        ListFunctions.All,
        OptionalFunctions.All,
        AddressFunctions.All,
        UrlFunctions.All,
        QuantityFunctions.All,
        SemverFunctions.All,
        FormatFunctions.All,
        AuthorizationFunctions.All,
    }
        .SelectMany(library => library)
        .GroupBy(entry => entry.Key)
        .ToFrozenDictionary(group => group.Key, group => Combine([.. group.Select(entry => entry.Value)]), StringComparer.Ordinal);

    /// <summary>Calls a function; a method's target is the first argument. An error argument is the result.</summary>
    public static object? Invoke(string function, object?[] arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument is CelError)
            {
                return argument;
            }
        }
        return _implementations.TryGetValue(function, out var implementation) ? implementation(arguments) : CelError.NoSuchOverload;
    }

    /// <summary>Libraries that share a name: the first one that has an overload answers.</summary>
    private static Func<object?[], object?> Combine(Func<object?[], object?>[] candidates) =>
        candidates.Length == 1
            ? candidates[0]
            : arguments =>
            {
                foreach (var candidate in candidates)
                {
                    var result = candidate(arguments);
                    if (!ReferenceEquals(result, CelError.NoSuchOverload))
                    {
                        return result;
                    }
                }
                return CelError.NoSuchOverload;
            };
}
