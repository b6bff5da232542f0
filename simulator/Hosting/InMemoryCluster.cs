using Infra.Simulator.Api;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Hosting;

/// <summary>A cluster's API alone: no network, no disk, no controllers. For rehearsals in virtual time, and for tests.</summary>
public sealed class InMemoryCluster
{
    /// <summary>An empty cluster: not even namespaces exist.</summary>
    /// <param name="time">The cluster's clock.</param>
    /// <param name="identities">Where UIDs and name suffixes come from.</param>
    public InMemoryCluster(TimeProvider time, IdentitySource identities)
    {
        Time = time;
        Identities = identities;
        Catalog = new ResourceCatalog(KubernetesSchema.Load());
        Store = new ObjectStore();
        Api = new ClusterApi(Store, Catalog, time, identities);
        Client = new InProcessClient(Api, "infra");
    }

    /// <summary>The cluster's clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Where UIDs and name suffixes come from.</summary>
    public IdentitySource Identities { get; }

    /// <summary>The kinds the cluster knows.</summary>
    public ResourceCatalog Catalog { get; }

    /// <summary>The objects.</summary>
    public ObjectStore Store { get; }

    /// <summary>The way of all requests.</summary>
    internal ClusterApi Api { get; }

    /// <summary>The API; call <see cref="IClusterClient.As"/> for a controller's own name.</summary>
    public IClusterClient Client { get; }
}
