using System.Security.Cryptography;
using Infra.Simulator.Api;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Hosting;

/// <summary>A cluster's API in memory, without a network, a disk or controllers.</summary>
public sealed class InMemoryCluster
{
    /// <summary>The key of service account tokens. It is constant, so that the same seed gives the same run.</summary>
    private static readonly byte[] _tokenKey = SHA256.HashData("in-memory cluster"u8);

    /// <summary>Creates a cluster without any object, namespaces included.</summary>
    /// <param name="time">The clock of time stamps.</param>
    /// <param name="identities">The source of UIDs and name suffixes.</param>
    /// <param name="recordsManagers">Whether updates are recorded in the managed fields of objects.</param>
    public InMemoryCluster(TimeProvider time, IdentitySource identities, bool recordsManagers = true)
    {
        Time = time;
        Identities = identities;
        Catalog = new ResourceCatalog(BuiltInKinds.Load());
        Store = new ObjectStore();
        Api = new ClusterApi(Store, Catalog, time, identities, _tokenKey, recordsManagers);
        Client = new InProcessClient(Api, "infra");
    }

    /// <summary>The cluster's clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>The source of UIDs and name suffixes.</summary>
    public IdentitySource Identities { get; }

    /// <summary>The resource types that the cluster serves.</summary>
    public ResourceCatalog Catalog { get; }

    /// <summary>The store of all objects.</summary>
    public ObjectStore Store { get; }

    /// <summary>The API that handles all requests.</summary>
    internal ClusterApi Api { get; }

    /// <summary>A client of the API; use <see cref="IClusterClient.As"/> to act under a controller's name.</summary>
    public IClusterClient Client { get; }
}
