namespace Infra.Tests.Backends.Facts;

/// <summary>The facts of a Service: its type, the workloads behind it, and its ports by number and transport.</summary>
internal static class ServiceFacts
{
    private static readonly string[] Handled = ["selector", "ports"];

    private static readonly Dictionary<string, string> Defaults = new()
    {
        ["type"] = "ClusterIP",
        ["sessionAffinity"] = "None",
        ["publishNotReadyAddresses"] = "false",
        ["externalTrafficPolicy"] = "Cluster",
        ["internalTrafficPolicy"] = "Cluster",
    };

    public static void Add(FactSet facts, ManifestSet set, Manifest service)
    {
        var spec = service.Content.At("spec");
        var selected = set.Selected(spec.At("selector")).ToList();
        facts.Add(
            service.Id,
            "service",
            "selects",
            string.Join(' ', selected.Select(workload => workload.Id).Order(StringComparer.Ordinal))
        );
        facts.Add(service.Id, "service", WorkloadFacts.Unhandled(spec, Handled, Defaults));
        foreach (var port in spec.Items("ports"))
        {
            var number = port.Text("port")!;
            var group = $"port {number}/{port.Text("protocol") ?? "TCP"}";
            var pod = selected.Count == 0 ? null : ManifestSet.PodTemplate(selected[0]).At("spec");
            facts.Add(service.Id, group, "target", ContainerFacts.PortNumber(pod, port.Text("targetPort") ?? number));
            facts.Add(service.Id, group, "name", port.Text("name"));
            facts.Add(service.Id, group, "nodePort", port.Text("nodePort"));
            facts.Add(service.Id, group, "appProtocol", port.Text("appProtocol"));
        }
    }
}
