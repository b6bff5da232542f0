using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Nodes;
using Infra.Simulator.Nodes.Faults;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Hosting;

/// <summary>Administers a simulated cluster that another process serves, through its API.</summary>
public sealed class ClusterAdministrator : IDisposable
{
    private const string ConfigMaps = $"api/v1/namespaces/{Fault.Namespace}/configmaps";

    private const string Nodes = "api/v1/nodes";

    private readonly TimeProvider _time;

    private ClusterAdministrator(AdministratorClient client, TimeProvider time)
    {
        Client = client;
        _time = time;
    }

    /// <summary>Sends the requests.</summary>
    public AdministratorClient Client { get; }

    /// <summary>Connects to the cluster of a directory, with the administrator's token. Sends no request.</summary>
    /// <param name="directory">The cluster's directory.</param>
    /// <param name="time">The clock from which faults last.</param>
    public static ClusterAdministrator Connect(string directory, TimeProvider time) => new(new AdministratorClient(directory), time);

    /// <summary>Begins a fault.</summary>
    /// <param name="type">What it does.</param>
    /// <param name="target">The node, the zone, the start of an image's name, or <c>NAMESPACE/POD</c>.</param>
    /// <param name="duration">How long it lasts; null for a fault without end.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="StatusException">The cluster refuses it.</exception>
    /// <exception cref="HttpRequestException">The cluster does not answer.</exception>
    public async Task<Fault> BeginFaultAsync(FaultType type, string target, TimeSpan? duration, CancellationToken cancellationToken)
    {
        if (GetNode(type, target) is { } node)
        {
            await Client.GetAsync($"{Nodes}/{Uri.EscapeDataString(node)}", cancellationToken);
        }

        if (type == FaultType.LoseZone)
        {
            await RequireZoneAsync(target, cancellationToken);
        }

        var fault = new Fault($"fault-{Guid.NewGuid():N}"[..14], type, target, _time.GetUtcNow() + duration);
        await SendAsync(HttpMethod.Post, ConfigMaps, fault.ToJson(), cancellationToken);
        return fault;
    }

    /// <summary>Lists the faults in force.</summary>
    /// <exception cref="HttpRequestException">The cluster does not answer.</exception>
    public async Task<IReadOnlyList<Fault>> ListFaultsAsync(CancellationToken cancellationToken)
    {
        var list = await Client.GetAsync($"{ConfigMaps}?labelSelector={Uri.EscapeDataString(Fault.Label)}", cancellationToken);
        return [.. list.Objects("items").Select(Fault.FromJson).OfType<Fault>()];
    }

    /// <summary>Ends a fault.</summary>
    /// <exception cref="StatusException">There is no such fault.</exception>
    /// <exception cref="HttpRequestException">The cluster does not answer.</exception>
    public Task EndFaultAsync(string name, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, $"{ConfigMaps}/{Uri.EscapeDataString(name)}", null, cancellationToken);

    /// <summary>Kills the containers of a pod; its restart policy decides which start again.</summary>
    /// <exception cref="StatusException">There is no such pod.</exception>
    /// <exception cref="HttpRequestException">The cluster does not answer.</exception>
    public async Task KillPodAsync(string inNamespace, string pod, CancellationToken cancellationToken)
    {
        var path = $"api/v1/namespaces/{Uri.EscapeDataString(inNamespace)}/pods/{Uri.EscapeDataString(pod)}";
        await Client.GetAsync(path, cancellationToken);
        await BeginFaultAsync(FaultType.KillPod, $"{inNamespace}/{pod}", duration: null, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();

    private async Task RequireZoneAsync(string zone, CancellationToken cancellationToken)
    {
        var nodes = await Client.GetAsync(Nodes, cancellationToken);
        if (nodes.Objects("items").All(node => node.Text("metadata", "labels", "topology.kubernetes.io/zone") != zone))
        {
            throw new StatusException(404, StatusReason.NotFound, $"no node is in the zone \"{zone}\"");
        }
    }

    private static string? GetNode(FaultType type, string target) =>
        type is FaultType.Drain or FaultType.StopNode or FaultType.Partition or FaultType.SlowNode ? target : null;

    private Task<JsonObject> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken) =>
        Client.SendAsync(method, path, body, "application/json", cancellationToken);
}
