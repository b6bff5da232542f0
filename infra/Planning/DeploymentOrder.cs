using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>
/// Sorts services so that each comes after those it waits for and those it calls. Services that call each other in a cycle have no such
/// order; among them the catalogue's order decides which call is not waited for. <c>after</c> always holds: it is part of no cycle.
/// </summary>
internal static class DeploymentOrder
{
    public static IReadOnlyList<string> Sort(IReadOnlyDictionary<string, ServiceSettings> services)
    {
        var sorted = new List<string>(services.Count);
        var visited = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in services.Keys)
        {
            Visit(name);
        }

        return sorted;

        void Visit(string name)
        {
            if (!visited.Add(name))
            {
                return;
            }

            foreach (var predecessor in Predecessors(services[name]))
            {
                Visit(predecessor);
            }

            sorted.Add(name);
        }
    }

    /// <summary>
    /// Finds how a service waits, directly or not, for another: the names from the first to the second, or null if it does not.
    /// </summary>
    public static IReadOnlyList<string>? FindPath(string from, string to, IReadOnlyDictionary<string, ServiceSettings> services)
    {
        var previous = new Dictionary<string, string?>(StringComparer.Ordinal) { [from] = null };
        var queue = new Queue<string>([from]);
        while (queue.TryDequeue(out var name))
        {
            if (name == to)
            {
                return Trace(to, previous);
            }

            foreach (var predecessor in services.TryGetValue(name, out var service) ? Predecessors(service) : [])
            {
                if (previous.TryAdd(predecessor, name))
                {
                    queue.Enqueue(predecessor);
                }
            }
        }

        return null;
    }

    private static IEnumerable<string> Predecessors(ServiceSettings service) =>
        service.After.Concat(service.Calls.Select(call => call.Service));

    private static List<string> Trace(string last, Dictionary<string, string?> previous)
    {
        var path = new List<string>();
        for (var name = last; name is not null; name = previous[name])
        {
            path.Add(name);
        }

        path.Reverse();
        return path;
    }
}
