using System.Text.Json;
using Infra.Engine.Kubernetes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Client.Kubeconfigs;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;
using Moq;

namespace Engine.Tests.Kubernetes;

/// <summary>A provider over a fake cluster, and requests to it.</summary>
public abstract class KubernetesProviderTestBase : IAsyncDisposable
{
    private protected static readonly Urn ConfigMap = new("urn:pulumi:dev::shop::kubernetes:core/v1:ConfigMap::settings");
    private protected static readonly Urn Secret = new("urn:pulumi:dev::shop::kubernetes:core/v1:Secret::creds");
    private protected static readonly Urn ProviderUrn = new("urn:pulumi:dev::shop::pulumi:providers:kubernetes::k");

    private protected FakeCluster Cluster { get; } = new();

    private protected Mock<IProviderLog> Log { get; } = new();

    private protected KubernetesProvider Provider { get; }

    private protected Dictionary<string, string> Variables { get; } = [];

    private protected bool IsReachable { get; set; } = true;

    protected KubernetesProviderTestBase()
    {
        Provider = new KubernetesProvider(
            Log.Object,
            name => Variables.GetValueOrDefault(name),
            (settings, onWarning) =>
                new ClusterLink(
                    () => Kubeconfig.Empty,
                    _ => IsReachable ? FakeCluster.Connection : throw new KubeconfigException("no kubeconfig was found"),
                    connection => new KubernetesClient(connection, Cluster, TimeProvider.System) { OnWarning = (_, w) => onWarning(w) },
                    settings,
                    TimeProvider.System
                )
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        Cluster.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task ConfigureAsync(params (string, PropertyValue)[] settings) =>
        Provider.ConfigureAsync(
            new ConfigureRequest
            {
                Urn = ProviderUrn,
                Inputs = PropertyMap.Create(settings),
                Preview = false,
            },
            CancellationToken.None
        );

    private protected Task<CheckResult> CheckAsync(Urn urn, string inputs, PropertyMap? old = null, byte seed = 0) =>
        Provider.CheckAsync(
            Request(urn, Json(inputs)) with
            {
                OldInputs = old ?? PropertyMap.Empty,
                RandomSeed = new[] { seed },
            },
            CancellationToken.None
        );

    private protected Task<CreateResult> PreviewAsync(PropertyMap inputs) =>
        Provider.CreateAsync(
            new CreateRequest
            {
                Urn = ConfigMap,
                Inputs = inputs,
                Preview = true,
            },
            CancellationToken.None
        );

    private protected Task<ReadResult> ReadAsync(PropertyMap inputs, PropertyMap state) =>
        Provider.ReadAsync(
            new ReadRequest
            {
                Urn = ConfigMap,
                Id = "default/c",
                OldInputs = inputs,
                OldState = state,
            },
            CancellationToken.None
        );

    private protected Task DeleteAsync(PropertyMap inputs, PropertyMap state) =>
        Provider.DeleteAsync(
            new DeleteRequest
            {
                Urn = ConfigMap,
                Id = "default/c",
                OldInputs = inputs,
                OldState = state,
            },
            CancellationToken.None
        );

    private protected static CheckRequest Request(Urn urn, PropertyMap inputs) =>
        new()
        {
            Urn = urn,
            OldInputs = PropertyMap.Empty,
            NewInputs = inputs,
            RandomSeed = new byte[] { 7 },
        };

    private protected static PropertyMap State(PropertyMap inputs) =>
        inputs.SetItem("__inputs", inputs).SetItem("__fieldManager", "pulumi-kubernetes-1");

    private protected static PropertyMap Json(string json)
    {
        using var document = JsonDocument.Parse(json);
        return StateJson.ReadMap(document.RootElement, ciphertext => ciphertext);
    }

    private protected static string Text(PropertyMap map, params string[] path)
    {
        PropertyValue value = map;
        foreach (var key in path)
        {
            value = ((PropertyObject)value).Properties[key];
        }

        return ((PropertyString)value).Value;
    }
}
