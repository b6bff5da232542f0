namespace Infra.Tests.Backends.Facts;

/// <summary>
/// Extracts what the objects of a backend say. Facts are compared by their effect: a variable counts the same whether it is in a container
/// or comes from a ConfigMap, a Service counts by the workloads it selects, and defaults of Kubernetes are no facts.
/// </summary>
internal static class FactExtractor
{
    /// <summary>Fields that say nothing beyond what the other facts do.</summary>
    private static readonly string[] Identity = ["apiVersion", "kind", "metadata", "status"];

    public static FactSet Extract(IEnumerable<Manifest> manifests)
    {
        var facts = new FactSet();
        var set = new ManifestSet(manifests);
        foreach (var workload in set.Workloads)
        {
            WorkloadFacts.Add(facts, set, workload);
        }

        foreach (var manifest in set.Others)
        {
            switch (manifest.Kind)
            {
                case "Ingress":
                    IngressFacts.Add(facts, set, manifest);
                    break;
                case "Service":
                    AddMetadata(facts, manifest);
                    ServiceFacts.Add(facts, set, manifest);
                    break;
                case "ConfigMap" or "Secret":
                    AddMetadata(facts, manifest);
                    facts.Add(
                        manifest.Id,
                        "keys",
                        manifest.Content.Entries("data").Concat(manifest.Content.Entries("stringData")).Select(AsKey)
                    );
                    break;
                default:
                    AddMetadata(facts, manifest);
                    facts.Add(manifest.Id, "object", "exists", "true");
                    facts.Add(
                        manifest.Id,
                        "object",
                        manifest.Content.Leaves().Where(leaf => !Identity.Contains(leaf.Key.Split('.', '[')[0]))
                    );
                    break;
            }
        }

        return facts;
    }

    public static void AddMetadata(FactSet facts, Manifest manifest)
    {
        facts.Add(manifest.Id, "labels", manifest.Content.Entries("metadata.labels"));
        facts.Add(manifest.Id, "annotations", manifest.Content.Entries("metadata.annotations"));
    }

    private static KeyValuePair<string, string> AsKey(KeyValuePair<string, string> entry) => KeyValuePair.Create(entry.Key, "set");
}
