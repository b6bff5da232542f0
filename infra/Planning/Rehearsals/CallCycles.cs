using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Rehearsals;

namespace Infra.Backend.Planning.Rehearsals;

/// <summary>Finds services that call each other in a cycle.</summary>
internal static class CallCycles
{
    /// <summary>Finds a cycle; null if there is none.</summary>
    /// <returns>The services of the cycle, the first one again at the end.</returns>
    public static ImmutableArray<string>? Find(RehearsalSettings settings, StackSettings stack, IReadOnlySet<string> services)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        var path = new List<string>();
        foreach (var service in services.Order(StringComparer.Ordinal))
        {
            if (Visit(service) is { } cycle)
            {
                return cycle;
            }
        }

        return null;

        ImmutableArray<string>? Visit(string service)
        {
            if (path.IndexOf(service) is >= 0 and var start)
            {
                return [.. path[start..], service];
            }

            if (!done.Add(service))
            {
                return null;
            }

            path.Add(service);
            foreach (var callee in BehaviourPlanner.FindCalls(service, settings, stack, services).Keys.Where(services.Contains))
            {
                if (Visit(callee) is { } cycle)
                {
                    return cycle;
                }
            }

            path.RemoveAt(path.Count - 1);
            return null;
        }
    }
}
