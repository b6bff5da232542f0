using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Client.Kubeconfigs;
using Infra.Engine.Kubernetes.Operations;
using Infra.Engine.Kubernetes.Resources;
using Infra.Simulator.Hosting;

namespace Engine.Tests.Kubernetes.Previews;

/// <summary>
/// A preview of an update equals the update: both succeed with the same object or both fail, whatever the objects, their changes and their
/// other managers are.
/// </summary>
public sealed class PreviewEqualsUpdateTests : IAsyncLifetime, IDisposable
{
    private const string Manager = "pulumi-kubernetes-1";
    private const string Definition = """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.preview.test"},
         "spec":{"group":"preview.test","scope":"Namespaced","names":{"plural":"widgets","singular":"widget","kind":"Widget","listKind":"WidgetList"},
         "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object",
         "properties":{"size":{"type":"integer"},
         "parts":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["id"],
         "items":{"type":"object","required":["id"],"properties":{"id":{"type":"string"},"count":{"type":"integer"}}}},
         "notes":{"type":"array","items":{"type":"string"}},
         "options":{"type":"object","additionalProperties":{"type":"string"}}}}}}}}]}}
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("preview-").FullName;
    private SimulatedClusterHost _host = null!;
    private KubernetesClient _client = null!;
    private ClusterApi _api = null!;
    private ObjectUpdater _updater = null!;

    public async Task InitializeAsync()
    {
        _host = await SimulatedClusterHost.StartAsync(new SimulatedClusterOptions { Name = "preview", Directory = _directory }, (_, _) =>
            []
        );
        var kubeconfig = KubeconfigReader.ReadFile(_host.KubeConfigPath);
        _client = new KubernetesClient(ClusterConnection.From(kubeconfig, null, null, TimeProvider.System), TimeProvider.System);
        _api = new ClusterApi(_client, new ApiDiscovery(_client));
        _updater = new ObjectUpdater(_api);
        await CreateAsync(JsonNode.Parse(Definition)!.AsObject());
        _api.ForgetTypes();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("ConfigMap")]
    [InlineData("Service")]
    [InlineData("Deployment")]
    [InlineData("Widget")]
    public async Task Preview_RandomChanges_EqualsTheUpdate(string kind)
    {
        var predictedFailures = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var manifests = new RandomManifests(seed);
            var name = $"o{seed}";
            var live = await CreateAsync(manifests.Next(kind, name));
            for (var step = 0; step < 2; step++)
            {
                if (manifests.Flip())
                {
                    await ApplyAsOtherAsync(manifests.Next(kind, name), force: manifests.Flip());
                }

                var change = Change(live, manifests.Next(kind, name));
                var predicted = await OutcomeAsync(change with { DryRun = true });
                var (actual, updated) = await UpdateAsync(change);

                Assert.True(predicted == actual, $"{kind}, seed {seed}, step {step}\npredicted {predicted}\nactual    {actual}");
                predictedFailures += updated is null ? 1 : 0;
                live = updated ?? live;
            }
        }

        Assert.True(predictedFailures is > 0 and < 60, $"{predictedFailures} of the updates fail");
    }

    [Fact]
    public async Task Preview_ChangedPortOfAService_Succeeds()
    {
        var service = JsonNode
            .Parse("""{"apiVersion":"v1","kind":"Service","metadata":{"name":"s","namespace":"default"},"spec":{"ports":[{"port":80}]}}""")!
            .AsObject();
        var live = await CreateAsync(service);
        var changed = service.Copy();
        changed["spec"]!["ports"]![0]!["port"] = 81;

        var predicted = await _updater.UpdateAsync(Change(live, changed) with { DryRun = true }, CancellationToken.None);

        var port = Assert.Single(predicted["spec"]!["ports"]!.AsArray());
        Assert.Equal(81, port!["port"]!.GetValue<int>());
    }

    private static Change Change(JsonObject live, JsonObject manifest) =>
        new()
        {
            OldInputs = [],
            OldLive = live,
            Manifest = manifest,
            FieldManager = Manager,
            ServerSideApply = true,
        };

    private async Task<(string Outcome, JsonObject? Updated)> UpdateAsync(Change change)
    {
        try
        {
            var updated = await _updater.UpdateAsync(change, CancellationToken.None);
            return (Describe(updated), updated);
        }
        catch (KubernetesApiException e)
        {
            return (Describe(e), null);
        }
    }

    private async Task<string> OutcomeAsync(Change change) => (await UpdateAsync(change)).Outcome;

    private static string Describe(KubernetesApiException e) =>
        $"{e.Code} {string.Join("; ", e.Causes.Select(c => $"{c.Reason} {c.Field} {c.Message}").Order(StringComparer.Ordinal))}";

    private static string Describe(JsonObject live)
    {
        var described = live.Copy();
        foreach (var key in new[] { "managedFields", "resourceVersion", "generation" })
        {
            described["metadata"]!.AsObject().Remove(key);
        }

        return described.ToJsonString();
    }

    private async Task<JsonObject> CreateAsync(JsonObject manifest) =>
        await _api.CreateAsync((await _api.FindAsync(manifest.Type(), CancellationToken.None))!, manifest, false, CancellationToken.None);

    private async Task ApplyAsOtherAsync(JsonObject manifest, bool force)
    {
        try
        {
            var resource = await _api.FindAsync(manifest.Type(), CancellationToken.None);
            await _api.ApplyAsync(resource!, new Apply(manifest, "other", DryRun: false), force, CancellationToken.None);
        }
        catch (KubernetesApiException)
        {
            // The other manager also makes mistakes.
        }
    }
}
