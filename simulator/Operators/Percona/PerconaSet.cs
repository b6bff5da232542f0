using System.Text.Json.Nodes;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.Percona;

/// <summary>A StatefulSet of Percona's operators, described by a section of a custom resource with the settings of its pods.</summary>
internal sealed record PerconaSet
{
    public required string Name { get; init; }

    public required string Container { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public required JsonArray Ports { get; init; }

    public required int ProbedPort { get; init; }

    /// <summary>The name of the claim; null if the pods keep no data.</summary>
    public string? Volume { get; init; }

    /// <summary>The section of the custom resource, such as <c>spec.pxc</c>.</summary>
    public required JsonObject Settings { get; init; }

    /// <summary>The image if the section has none.</summary>
    public string? Image { get; init; }

    public long Size => Settings.Number("size") ?? 3;

    /// <summary>Creates or updates the StatefulSet.</summary>
    /// <returns>How many of its pods are ready.</returns>
    public long Apply(StandInContext context, ObjectView owner)
    {
        var spec = new JsonObject
        {
            ["replicas"] = Size,
            ["serviceName"] = Name,
            ["selector"] = new JsonObject { ["matchLabels"] = OwnedObjects.Map(Labels) },
            ["template"] = CreateTemplate(),
        };
        if (Volume is not null && Settings.Map("volumeSpec", "persistentVolumeClaim") is { } volume)
        {
            var claim = OwnedObjects.Claim(
                Labels,
                volume.Text("resources", "requests", "storage") ?? "1Gi",
                volume.Text("storageClassName")
            );
            claim["metadata"]!["name"] = Volume;
            spec["volumeClaimTemplates"] = new JsonArray(claim);
        }

        var body = new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = OwnedObjects.Map(Labels) },
            ["spec"] = spec,
        };
        var set = context.Objects.ApplySet(owner, Name, body);
        return set.Status.Number("observedGeneration") == set.Generation ? set.Status.Number("readyReplicas") ?? 0 : 0;
    }

    private JsonObject CreateTemplate()
    {
        var container = new JsonObject
        {
            ["name"] = Container,
            ["image"] = Settings.Text("image") ?? Image,
            ["ports"] = Ports.DeepClone(),
            ["readinessProbe"] = PodParts.TcpProbe(ProbedPort),
        };
        PodParts.CopyTo(container, Settings, "resources");
        if (Settings["containerSecurityContext"] is { } security)
        {
            container["securityContext"] = security.DeepClone();
        }

        var pod = new JsonObject { ["containers"] = new JsonArray(container) };
        if (Settings["podSecurityContext"] is { } podSecurity)
        {
            pod["securityContext"] = podSecurity.DeepClone();
        }

        foreach (
            var field in (ReadOnlySpan<string>)
                ["nodeSelector", "priorityClassName", "tolerations", "topologySpreadConstraints", "terminationGracePeriodSeconds"]
        )
        {
            PodParts.CopyTo(pod, Settings, field);
        }

        if (CreateAffinity() is { } affinity)
        {
            pod["affinity"] = affinity;
        }

        var labels = new Dictionary<string, string>(Settings.TextMap("labels"));
        foreach (var (key, value) in Labels)
        {
            labels[key] = value;
        }

        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["labels"] = OwnedObjects.Map(labels),
                ["annotations"] = OwnedObjects.Map(Settings.TextMap("annotations")),
            },
            ["spec"] = pod,
        };
    }

    private JsonNode? CreateAffinity()
    {
        if (Settings.Map("affinity", "advanced") is { } advanced)
        {
            return advanced.DeepClone();
        }

        if (Settings.Text("affinity", "antiAffinityTopologyKey") is not { } key || key == "none")
        {
            return null;
        }

        var term = new JsonObject
        {
            ["topologyKey"] = key,
            ["labelSelector"] = new JsonObject { ["matchLabels"] = OwnedObjects.Map(Labels) },
        };
        return new JsonObject
        {
            ["podAntiAffinity"] = new JsonObject { ["requiredDuringSchedulingIgnoredDuringExecution"] = new JsonArray(term) },
        };
    }
}
