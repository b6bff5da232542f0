using System.Text.Json.Nodes;
using Infra.Simulator.Api.Validation.Pods;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Warnings;

/// <summary>The warnings about the ports of a pod's containers.</summary>
internal static class PortWarnings
{
    public static void Add(JsonObject spec, string path, List<string> warnings)
    {
        var seen = new Dictionary<string, List<Definition>>();
        var named = new Dictionary<string, string>();
        var definitions = GetDefinitions(spec, path).ToList();
        foreach (var port in definitions)
        {
            AddForPort(port, seen, warnings);
        }

        foreach (var port in definitions.Where(port => port.Name.Length > 0 && !named.TryAdd(port.Name, port.Path)))
        {
            var other = named[port.Name];
            warnings.Add(
                $"{port.Path}: duplicate port name \"{port.Name}\" with {other}, services and probes that select ports by name will use {other}"
            );
        }
    }

    private static IEnumerable<Definition> GetDefinitions(JsonObject spec, string path) =>
        from list in PodScope.ContainerLists
        from container in spec.Objects(list).Index()
        from port in container.Item.Objects("ports").Index()
        select new Definition(port.Item, $"{path}.{list}[{container.Index}].ports[{port.Index}]");

    private static void AddForPort(Definition port, Dictionary<string, List<Definition>> seen, List<string> warnings)
    {
        if (port.HostIP.Length > 0 && port.HostPort == 0)
        {
            warnings.Add(
                $"{port.Path}: hostIP set without hostPort: {{Name:{port.Name} HostPort:0 "
                    + $"ContainerPort:{port.Number} Protocol:{port.Protocol} HostIP:{port.HostIP}}}"
            );
        }

        var key = $"{port.Number}/{port.Protocol}";
        if (!seen.TryGetValue(key, out var others))
        {
            seen[key] = others = [];
        }

        foreach (var other in others)
        {
            if (Compare(port, other) is { } problem)
            {
                warnings.Add($"{port.Path}: {problem} port definition with {other.Path}");
            }
        }

        others.Add(port);
    }

    private static string? Compare(Definition port, Definition other)
    {
        if (port.HostIP == other.HostIP && port.HostPort == other.HostPort)
        {
            return "duplicate";
        }

        if (port.HostPort == 0 || other.HostPort == 0)
        {
            return "overlapping";
        }

        return port.HostPort == other.HostPort && (port.HostIP.Length == 0) != (other.HostIP.Length == 0) ? "dangerously ambiguous" : null;
    }

    private sealed record Definition(JsonObject Port, string Path)
    {
        public string Name { get; } = Port.Text("name") ?? "";

        public string HostIP { get; } = Port.Text("hostIP") ?? "";

        public long HostPort { get; } = Port.Number("hostPort") ?? 0;

        public long Number { get; } = Port.Number("containerPort") ?? 0;

        public string Protocol { get; } = Port.Text("protocol") ?? "";
    }
}
