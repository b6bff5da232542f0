using Infra.Backend.Settings;

namespace Infra.Backend.Workloads;

/// <summary>
/// The order in which services can be deployed so that each finds those it calls. Services that call each other in a circle have no such order:
/// among them the order of the catalogue decides.
/// </summary>
internal static class DeploymentOrder
{
    public static IReadOnlyList<string> Of(IReadOnlyDictionary<string, ServiceSettings> services)
    {
        var ordered = new List<string>(services.Count);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in services.Keys)
        {
            Visit(name);
        }

        return ordered;

        void Visit(string name)
        {
            if (!seen.Add(name))
            {
                return;
            }

            foreach (var callee in services[name].Calls)
            {
                Visit(callee);
            }

            ordered.Add(name);
        }
    }
}
