using System.Text;
using System.Text.Json.Nodes;

namespace Infra.Tests.Backends.Facts;

/// <summary>The objects of a backend, which refer to each other.</summary>
internal sealed class ManifestSet
{
    private static readonly string[] WorkloadKinds = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"];

    private readonly Dictionary<string, Manifest> _byId;
    private readonly HashSet<string> _read = [];

    public ManifestSet(IEnumerable<Manifest> manifests)
    {
        _byId = manifests.ToDictionary(manifest => manifest.Id, StringComparer.Ordinal);
        Workloads = [.. _byId.Values.Where(manifest => WorkloadKinds.Contains(manifest.Kind))];
    }

    public IReadOnlyList<Manifest> Workloads { get; }

    /// <summary>The other objects, without the ConfigMaps and Secrets whose entries were read.</summary>
    public IEnumerable<Manifest> Others => _byId.Values.Except(Workloads).Where(manifest => !_read.Contains(manifest.Id));

    /// <summary>The pod template of a workload.</summary>
    public static JsonNode? PodTemplate(Manifest workload) =>
        workload.Content.At(workload.Kind == "CronJob" ? "spec.jobTemplate.spec.template" : "spec.template");

    /// <summary>The entries of a ConfigMap or Secret of the backend; null if it is not one of its objects.</summary>
    public IReadOnlyDictionary<string, string>? Read(string kind, string? name)
    {
        if (_byId.GetValueOrDefault($"{kind}/{name}") is not { } manifest)
        {
            return null;
        }

        _read.Add(manifest.Id);
        var data = manifest
            .Content.Entries("data")
            .Select(entry => (entry.Key, Value: kind == "Secret" ? Decode(entry.Value) : entry.Value));
        return data.Concat(
                manifest
                    .Content.Entries("stringData")
                    .Concat(manifest.Content.Entries("binaryData"))
                    .Select(entry => (entry.Key, entry.Value))
            )
            .ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
    }

    /// <summary>The workloads whose pods a selector matches.</summary>
    public IEnumerable<Manifest> Selected(JsonNode? selector) =>
        from workload in Workloads
        let labels = PodTemplate(workload).Entries("metadata.labels").ToDictionary()
        where selector is JsonObject { Count: > 0 } && selector.Leaves().All(label => labels.GetValueOrDefault(label.Key) == label.Value)
        select workload;

    /// <summary>The number of a Service's port by its name.</summary>
    public string? PortNumber(string service, string port) =>
        _byId
            .GetValueOrDefault($"Service/{service}")
            ?.Content.Items("spec.ports")
            .FirstOrDefault(candidate => candidate.Text("name") == port)
            .Text("port");

    private static string Decode(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));
}
