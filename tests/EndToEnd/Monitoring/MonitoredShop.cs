using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using EndToEnd.Support;

namespace EndToEnd.Monitoring;

/// <summary>
/// The shop on a simulated cluster with all monitoring parts; its alerts are sent to a web server of the test.
/// </summary>
public sealed class MonitoredShop : IAsyncLifetime, IDisposable
{
    private readonly ConcurrentQueue<(string Path, JsonNode Message)> _messages = new();
    private Loopback? _receiver;
    private Sandbox? _sandbox;
    private ClusterAccess? _cluster;

    internal ClusterAccess Cluster => _cluster!;

    /// <summary>The alerts sent to a receiver.</summary>
    internal IEnumerable<JsonNode> AlertsSentTo(string receiver) =>
        _messages
            .Where(message => message.Path == $"/{receiver}")
            .SelectMany(message => message.Message["alerts"]!.AsArray())
            .Select(alert => alert!);

    public async Task InitializeAsync()
    {
        _receiver = new Loopback(ReceiveAsync);
        _sandbox = Sandbox.OfRepository();
        await File.WriteAllTextAsync(
            _sandbox.StackFile("dev"),
            $$"""
            config:
              infra:faultTolerance: development
              infra:cluster: { kind: simulated }
              infra:loadBalancing: { backend: haproxy, expose: nodePort }
              infra:monitoring:
                receivers:
                  everything: { webhook: "{{_receiver.Address}}/everything" }
                  checkout: { webhook: "{{_receiver.Address}}/checkout" }
                routing: { default: everything, owners: { team-checkout: checkout }, silent: false, wait: 1s }
              infra:services:
                gateway:
                  traffic: { expose: nodePort, hosts: [shop.localhost] }
                  scaling: { min: 2, max: 2 }
                  resources: { requests: { cpu: 250m, memory: 256Mi }, limits: { cpu: 500m, memory: 512Mi } }
                catalog:
                  traffic: { hosts: [catalog.localhost] }
                  scaling: { min: 1, max: 3 }
            """
        );
        (await _sandbox.InfraAsync("up", "--stack", "dev", "--yes")).ShouldSucceed();
        _cluster = ClusterAccess.Open((await _sandbox.InfraAsync("cluster", "kubeconfig", "--stack", "dev")).ShouldSucceed().Output.Trim());
    }

    /// <summary>Runs a command of <c>infra cluster</c>.</summary>
    internal async Task ClusterCommandAsync(params string[] arguments) =>
        (await _sandbox!.InfraAsync(["cluster", .. arguments, "--stack", "dev"])).ShouldSucceed();

    /// <summary>The files of a monitoring ConfigMap.</summary>
    internal async Task<IReadOnlyDictionary<string, string>> FilesAsync(string configMap) =>
        (await Cluster.GetAsync($"/api/v1/namespaces/shop-monitoring/configmaps/{configMap}"))["data"]!
            .AsObject()
            .ToDictionary(file => file.Key, file => file.Value!.GetValue<string>());

    /// <summary>The files of a monitoring Secret.</summary>
    internal async Task<IReadOnlyDictionary<string, string>> SecretFilesAsync(string secret) =>
        (await Cluster.GetAsync($"/api/v1/namespaces/shop-monitoring/secrets/{secret}"))["data"]!
            .AsObject()
            .ToDictionary(file => file.Key, file => Encoding.UTF8.GetString(Convert.FromBase64String(file.Value!.GetValue<string>())));

    public async Task DisposeAsync()
    {
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }

        if (_receiver is not null)
        {
            await _receiver.DisposeAsync();
        }
    }

    public void Dispose() => _cluster?.Dispose();

    private Task<JsonNode> ReceiveAsync(string path, JsonNode? message)
    {
        _messages.Enqueue((path, message!));
        return Task.FromResult<JsonNode>(new JsonObject());
    }
}
