using Infra.Simulator.Cel.Syntax;

namespace Infra.Simulator.Cel.Checking;

/// <summary>Finds the overloads of a call that fit its arguments.</summary>
internal sealed class CallChecking(Unification types, List<CelIssue> issues)
{
    public CelType Resolve(Call call, IReadOnlyList<CelOverload> overloads)
    {
        if (call.Function is "_&&_" or "_||_")
        {
            return ResolveLogical(call);
        }

        List<CelType> given = [.. call.Target is null ? [] : (CelType[])[call.Target.Type], .. call.Arguments.Select(part => part.Type)];
        var fitting = new List<string>();
        CelType? result = null;
        foreach (var overload in overloads.Where(overload => overload.IsMember == (call.Target is not null)))
        {
            var (parameters, overloadResult) = Instantiate(overload);
            if (!types.TryAssign(given, parameters))
            {
                continue;
            }

            fitting.Add(overload.Id);
            var found = types.Substitute(overloadResult);
            if (result is null)
            {
                result = found;
            }
            else if (result.Kind != CelKind.Dyn && !found.IsExactly(result))
            {
                result = CelType.Dyn;
            }
        }
        call.Overloads = fitting;
        if (result is not null)
        {
            return result;
        }

        var shown = given.Select(type => types.Substitute(type, freeToDyn: true)).ToList();
        var signature = call.Target is null ? $"({string.Join(", ", shown)})" : $"{shown[0]}.({string.Join(", ", shown.Skip(1))})";
        issues.Add(new CelIssue(call.Position, $"found no matching overload for '{call.Function}' applied to '{signature}'"));
        return CelType.Error;
    }

    private CelType ResolveLogical(Call call)
    {
        var result = CelType.Bool;
        foreach (var argument in call.Arguments)
        {
            if (!types.TryAssign(argument.Type, CelType.Bool))
            {
                issues.Add(new CelIssue(argument.Position, $"expected type 'bool' but found '{argument.Type}'"));
                result = CelType.Error;
            }
        }

        call.Overloads = [call.Function == "_&&_" ? "logical_and" : "logical_or"];
        return result;
    }

    private (IReadOnlyList<CelType> Parameters, CelType Result) Instantiate(CelOverload overload)
    {
        if (overload.TypeParameters.Count == 0)
        {
            return (overload.Parameters, overload.Result);
        }

        var fresh = overload.TypeParameters.ToDictionary(name => name, _ => types.NewVariable());
        return ([.. overload.Parameters.Select(Replace)], Replace(overload.Result));

        CelType Replace(CelType type) =>
            type.Kind == CelKind.Parameter ? fresh[type.Name]
            : type.Parameters.Count == 0 ? type
            : type.With([.. type.Parameters.Select(Replace)]);
    }
}
