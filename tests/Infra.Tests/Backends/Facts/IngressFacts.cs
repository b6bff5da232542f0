using System.Text.Json.Nodes;

namespace Infra.Tests.Backends.Facts;

/// <summary>
/// What Ingresses do for each host: its routes, certificate, class and annotations. How many Ingresses they are in makes no difference.
/// </summary>
internal static class IngressFacts
{
    public static void Add(FactSet facts, ManifestSet set, Manifest ingress)
    {
        var spec = ingress.Content.At("spec");
        foreach (var rule in spec.Items("rules"))
        {
            var host = rule.Text("host") ?? "any";
            var id = $"Host/{host}";
            facts.Add(id, "ingress", "class", spec.Text("ingressClassName"));
            facts.Add(id, "annotations", ingress.Content.Entries("metadata.annotations"));
            foreach (var path in rule.Items("http.paths"))
            {
                facts.Add(id, "routes", $"{path.Text("path")} {path.Text("pathType")}", Backend(set, path.At("backend.service")));
            }

            facts.Add(
                id,
                "ingress",
                "certificate",
                spec.Items("tls")
                    .FirstOrDefault(tls => Hosts(tls) is var hosts && (hosts.Length == 0 || hosts.Contains(host)))
                    .Text("secretName")
            );
        }

        if (spec.At("defaultBackend.service") is { } service)
        {
            facts.Add("Host/any", "routes", "default", Backend(set, service));
        }
    }

    private static string[] Hosts(JsonObject tls) => [.. (tls["hosts"] as JsonArray ?? []).Select(host => host!.GetValue<string>())];

    private static string Backend(ManifestSet set, JsonNode? service)
    {
        var name = service.Text("name")!;
        return $"{name} {service.Text("port.number") ?? set.PortNumber(name, service.Text("port.name")!)}";
    }
}
