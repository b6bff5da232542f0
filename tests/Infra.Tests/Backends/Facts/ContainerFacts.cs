using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Kubernetes;

namespace Infra.Tests.Backends.Facts;

/// <summary>The facts of a container: image, command, ports, variables, probes, resources.</summary>
internal static class ContainerFacts
{
    private static readonly string[] Handled =
    [
        "image",
        "imagePullPolicy",
        "ports",
        "env",
        "envFrom",
        "securityContext",
        "volumeMounts",
        "startupProbe",
        "readinessProbe",
        "livenessProbe",
        "resources",
    ];

    private static readonly Dictionary<string, string> Defaults = new()
    {
        ["terminationMessagePath"] = "/dev/termination-log",
        ["terminationMessagePolicy"] = "File",
    };

    private static readonly Dictionary<string, string> ProbeDefaults = new()
    {
        ["initialDelaySeconds"] = "0",
        ["periodSeconds"] = "10",
        ["timeoutSeconds"] = "1",
        ["failureThreshold"] = "3",
        ["successThreshold"] = "1",
        ["httpGet.scheme"] = "HTTP",
        ["httpGet.path"] = "/",
        ["grpc.service"] = "",
    };

    public static void Add(FactSet facts, ManifestSet set, string workload, string role, JsonObject container, JsonNode? pod)
    {
        var image = container.Text("image")!;
        facts.Add(workload, role, "image", Normalized(image));
        var pullPolicy = container.Text("imagePullPolicy");
        facts.Add(workload, role, "imagePullPolicy", pullPolicy == DefaultPullPolicy(image) ? null : pullPolicy);
        facts.Add(workload, role, WorkloadFacts.Unhandled(container, Handled, Defaults));
        facts.Add(workload, $"{role}.resources", container.At("resources").Leaves().Select(Canonical));
        AddPorts(facts, workload, role, container);
        SecurityFacts.AddContainer(facts, workload, role, container, pod);
        EnvironmentFacts.Add(facts, set, workload, role, container);
        AddProbe(facts, workload, role, container, "startup");
        AddProbe(facts, workload, role, container, "readiness");
        AddProbe(facts, workload, role, container, "liveness");
    }

    /// <summary>The number of a port that is given by number or name.</summary>
    public static string? PortNumber(JsonNode? pod, string? port) =>
        pod.Items("containers")
            .Concat(pod.Items("initContainers"))
            .SelectMany(container => container.Items("ports"))
            .FirstOrDefault(candidate => candidate.Text("name") == port)
            .Text("containerPort")
        ?? port;

    private static KeyValuePair<string, string> Canonical(KeyValuePair<string, string> amount) =>
        KeyValuePair.Create(amount.Key, Quantity.Parse(amount.Value, CultureInfo.InvariantCulture).ToString());

    private static void AddPorts(FactSet facts, string workload, string role, JsonObject container)
    {
        foreach (var port in container.Items("ports"))
        {
            var key = $"{port.Text("containerPort")}/{port.Text("protocol") ?? "TCP"}";
            facts.Add(workload, $"{role}.ports", key, "open");
            facts.Add(workload, $"{role}.ports", $"{key} name", port.Text("name"));
            facts.Add(workload, $"{role}.ports", $"{key} hostPort", port.Text("hostPort"));
        }
    }

    private static void AddProbe(FactSet facts, string workload, string role, JsonObject container, string name)
    {
        if (container.At($"{name}Probe") is not JsonObject probe)
        {
            return;
        }

        var group = $"{role}.{name}";
        facts.Add(workload, group, "kind", new[] { "httpGet", "grpc", "tcpSocket", "exec" }.First(probe.ContainsKey));
        foreach (var (key, value) in WorkloadFacts.Unhandled(probe, ["httpGet.httpHeaders"], ProbeDefaults))
        {
            var isPort = key.EndsWith(".port", StringComparison.Ordinal);
            facts.Add(workload, group, key, isPort ? NumberIn(container, value) : value);
        }

        facts.Add(
            workload,
            group,
            probe
                .Items("httpGet.httpHeaders")
                .Select(header => KeyValuePair.Create($"header {header.Text("name")}", header.Text("value") ?? ""))
        );
    }

    private static string NumberIn(JsonObject container, string port) =>
        container.Items("ports").FirstOrDefault(candidate => candidate.Text("name") == port).Text("containerPort") ?? port;

    private static string DefaultPullPolicy(string image) =>
        ImageReference.Parse(image) is { Tag: "latest", Digest: null } or { Tag: null, Digest: null } ? "Always" : "IfNotPresent";

    /// <summary>The reference with registry and, for Docker's own images, <c>library/</c>.</summary>
    private static string Normalized(string image)
    {
        var reference = ImageReference.Parse(image);
        var repository =
            reference.Repository.Contains('/', StringComparison.Ordinal) || reference.Registry is not (null or "docker.io")
                ? reference.Repository
                : $"library/{reference.Repository}";
        var tag =
            reference is { Tag: null, Digest: null } ? ":latest"
            : reference.Tag is null ? ""
            : $":{reference.Tag}";
        return $"{reference.Registry ?? "docker.io"}/{repository}{tag}{(reference.Digest is null ? "" : $"@{reference.Digest}")}";
    }
}
