using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>
/// Sorts services so that each comes after those it calls. Services that call each other in a cycle have no such order; among them the
/// catalogue's order decides where the cycle is broken.
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

            foreach (var callee in services[name].Calls)
            {
                Visit(callee.Service);
            }

            sorted.Add(name);
        }
    }
}
