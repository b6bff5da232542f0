using System.Collections.Immutable;

namespace Infra.Backend.Planning;

/// <summary>
/// Orders the entries of a container's <c>env</c>. The kubelet resolves them in their order, after all of <c>envFrom</c>
/// (<c>makeEnvironmentVariables</c>), and leaves a reference to a later entry as text.
/// </summary>
internal sealed class VariableOrder
{
    private readonly SortedDictionary<string, EnvironmentVariable> _variables;
    private readonly List<EnvironmentVariable> _ordered = [];
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private readonly List<string> _open = [];

    private VariableOrder(IEnumerable<EnvironmentVariable> variables)
    {
        _variables = new SortedDictionary<string, EnvironmentVariable>(StringComparer.Ordinal);
        foreach (var variable in variables)
        {
            _variables[variable.Name] = variable;
        }

        foreach (var name in _variables.Keys)
        {
            Visit(name);
        }
    }

    /// <summary>The names of a cycle of references, each referring to the next and the last to the first; empty if there is none.</summary>
    private ImmutableArray<string> Cycle { get; set; } = [];

    /// <summary>Sorts variables by name, but each after those it refers to. The last of several with one name counts.</summary>
    public static ImmutableArray<EnvironmentVariable> Sort(IEnumerable<EnvironmentVariable> variables) =>
        [.. new VariableOrder(variables)._ordered];

    /// <summary>Finds variables that refer to each other in a circle; empty if there are none.</summary>
    public static ImmutableArray<string> FindCycle(IEnumerable<EnvironmentVariable> variables) => new VariableOrder(variables).Cycle;

    private void Visit(string name)
    {
        if (_open.IndexOf(name) is var start and >= 0)
        {
            Cycle = [.. _open[start..]];
            return;
        }

        if (!_done.Contains(name) && _variables.TryGetValue(name, out var variable))
        {
            _open.Add(name);
            foreach (var reference in variable.References)
            {
                Visit(reference);
            }

            _open.RemoveAt(_open.Count - 1);
            _done.Add(name);
            _ordered.Add(variable);
        }
    }
}
