namespace Infra.Simulator.Cel.Checking;

/// <summary>The types that type parameters stand for, and the rules by which a type is assignable to another.</summary>
internal sealed class Unification
{
    private Dictionary<string, CelType> _substitutions = new(StringComparer.Ordinal);
    private int _variables;

    public CelType NewVariable() => CelType.Parameter($"_var{_variables++}");

    public bool TryAssign(CelType first, CelType second) => TryAssign([first], [second]);

    /// <summary>Whether each type of <paramref name="first"/> is assignable; only then substitutions are recorded.</summary>
    public bool TryAssign(IReadOnlyList<CelType> first, IReadOnlyList<CelType> second)
    {
        var before = new Dictionary<string, CelType>(_substitutions, StringComparer.Ordinal);
        if (AssignAll(first, second))
        {
            return true;
        }

        _substitutions = before;
        return false;
    }

    /// <summary>Replaces type parameters by what they stand for.</summary>
    public CelType Substitute(CelType type, bool freeToDyn = false)
    {
        if (type.Kind == CelKind.Parameter)
        {
            return _substitutions.TryGetValue(type.Name, out var found) ? Substitute(found, freeToDyn)
                : freeToDyn ? CelType.Dyn
                : type;
        }

        return type.Parameters.Count == 0 ? type : type.With([.. type.Parameters.Select(part => Substitute(part, freeToDyn))]);
    }

    /// <summary>The more general of two types of which one is assignable to the other.</summary>
    public static CelType MostGeneral(CelType first, CelType second) => IsLessSpecific(first, second) ? first : second;

    private static bool IsLessSpecific(CelType first, CelType second)
    {
        if (first.Kind is CelKind.Dyn or CelKind.Parameter)
        {
            return true;
        }

        if (second.Kind is CelKind.Dyn or CelKind.Parameter || first.Kind != second.Kind)
        {
            return false;
        }

        return first.Kind switch
        {
            CelKind.Type => true,
            CelKind.Opaque or CelKind.List or CelKind.Map => first.Name == second.Name
                && first.Parameters.Count == second.Parameters.Count
                && first.Parameters.Zip(second.Parameters).All(pair => IsLessSpecific(pair.First, pair.Second)),
            _ => first.IsExactly(second),
        };
    }

    private bool AssignAll(IReadOnlyList<CelType> first, IReadOnlyList<CelType> second) =>
        first.Count == second.Count && first.Zip(second).All(pair => Assign(pair.First, pair.Second));

    private bool Assign(CelType first, CelType second)
    {
        if (second.Kind == CelKind.Parameter)
        {
            var (isValid, isBound) = AssignParameter(first, second);
            if (isValid || isBound)
            {
                return isValid;
            }
        }
        if (first.Kind == CelKind.Parameter)
        {
            return AssignParameter(second, first).IsValid;
        }

        if (first.IsDynamic || second.IsDynamic)
        {
            return true;
        }

        if (first.Kind == CelKind.Null)
        {
            return IsNullable(second);
        }

        if (second.Kind == CelKind.Null)
        {
            return IsNullable(first);
        }

        return first.Kind switch
        {
            CelKind.Type => second.Kind == CelKind.Type,
            CelKind.Opaque or CelKind.List or CelKind.Map => first.Kind == second.Kind
                && first.Name == second.Name
                && AssignAll(first.Parameters, second.Parameters),
            _ => first.Kind == second.Kind && first.Name == second.Name,
        };
    }

    private (bool IsValid, bool IsBound) AssignParameter(CelType type, CelType parameter)
    {
        if (type.IsExactly(parameter))
        {
            return (true, true);
        }

        if (_substitutions.TryGetValue(parameter.Name, out var bound))
        {
            if (type.IsExactly(bound))
            {
                return (true, true);
            }

            if (!Assign(type, bound))
            {
                return (false, true);
            }

            var general = MostGeneral(type, bound);
            if (!Occurs(parameter, general))
            {
                _substitutions[parameter.Name] = general;
            }

            return (true, true);
        }
        if (Occurs(parameter, type))
        {
            return (false, false);
        }

        _substitutions[parameter.Name] = type;
        return (true, false);
    }

    private bool Occurs(CelType parameter, CelType within)
    {
        if (parameter.IsExactly(within))
        {
            return true;
        }

        return within.Kind == CelKind.Parameter
            ? _substitutions.TryGetValue(within.Name, out var bound) && Occurs(parameter, bound)
            : within.Parameters.Any(part => Occurs(parameter, part));
    }

    private static bool IsNullable(CelType type) =>
        type.Kind is CelKind.Null or CelKind.Opaque or CelKind.Struct or CelKind.Duration or CelKind.Timestamp;
}
