using System.Collections.Immutable;
using Infra.Backend.Planning.Stores.Containers;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Planning.Stores;

/// <summary>The service with the server of a store in a container.</summary>
internal static class StoreServices
{
    private static readonly Quantity DefaultSize = Quantity.Parse("1Gi");

    /// <summary>The size of a store's volume.</summary>
    public static Quantity SizeOf(StoreSettings store) => store.Size ?? DefaultSize;

    /// <summary>The name of the size with what the kind needs. No size of a catalogue has such a name.</summary>
    public static string SizeName(StoreKind kind) => $"store:{kind}";

    /// <summary>What a container of the kind needs.</summary>
    public static SizeSettings GetSize(StorePlan store) => CreateContainer(store).Size;

    /// <summary>The server: one pod with a volume.</summary>
    public static ServiceSettings CreateServer(StorePlan store)
    {
        var (container, settings) = (CreateContainer(store), store.Settings);
        return new ServiceSettings
        {
            Kind = ServiceKind.Stateful,
            Image = store.Image!.Image,
            Command = container.Command,
            Args = container.Args,
            Ports = CreatePorts(store.Kind, container),
            Traffic = new TrafficSettings { Protocol = Protocol.Tcp },
            Env = container.Env,
            Volumes = CreateVolumes(store, container),
            Resources = (settings.Resources ?? new ResourceSettings()) with { Size = settings.Resources?.Size ?? SizeName(store.Kind) },
            Security = CreateSecurity(container),
            Health = CreateHealth(store, container),
            Shutdown = new ShutdownSettings { Drain = TimeSpan.Zero, Finish = TimeSpan.FromMinutes(1) },
            Replicas = 1,
            Placement = new PlacementSettings { Pool = settings.Pool },
            Owner = settings.Owner,
            Clients = store.Readers,
            PartOf = store.Name,
        };
    }

    private static StoreContainer CreateContainer(StorePlan store)
    {
        var administrator = store.Administrator;
        return StoreContainer.Create(
            store.Kind,
            new ContainerRequest(
                administrator.Host,
                store.Image!.Major,
                store.Rotation?.First.Connection.Secret ?? administrator.Secret,
                store.Settings.Keys,
                administrator.Database
            )
            {
                HasMetrics = store.Metrics is not null,
                MemoryLimit = store.MemoryLimit,
                FormerSecret = store.FormerSecret,
                Exporter = store.Metrics?.Exporter,
            }
        );
    }

    private static OrderedDictionary<string, PortSettings> CreatePorts(StoreKind kind, StoreContainer container)
    {
        var facts = StoreFacts.Of(kind);
        return new OrderedDictionary<string, PortSettings>(
            container
                .OtherPorts.Prepend(KeyValuePair.Create(facts.PortName, facts.Port))
                .Select(port => KeyValuePair.Create(port.Key, new PortSettings { Container = port.Value, Protocol = Protocol.Tcp })),
            StringComparer.Ordinal
        );
    }

    /// <summary>
    /// The name of the volume, and so of its claim: another kind or major version gets a volume of its own instead of one that it cannot
    /// open.
    /// </summary>
    private static string VolumeName(StorePlan store) => $"{ScalarType.EnumName(store.Kind.ToString())}-{store.Image!.Major}";

    private static Dictionary<string, VolumeSettings> CreateVolumes(StorePlan store, StoreContainer container)
    {
        var volumes = container.Scratch.ToDictionary(
            folder => folder.Key,
            folder => new VolumeSettings { Mount = folder.Value },
            StringComparer.Ordinal
        );
        volumes[VolumeName(store)] = new VolumeSettings
        {
            Mount = container.DataFolder,
            Kind = VolumeKind.Persistent,
            Size = SizeOf(store.Settings),
            StorageClass = store.Settings.StorageClass,
            OnRemoval = store.Settings.Data == StoreData.Disposable ? VolumeRemoval.Delete : VolumeRemoval.Keep,
        };
        return volumes;
    }

    /// <summary>The user of the image and the rights of its container.</summary>
    public static SecuritySettings CreateSecurity(StorePlan store) => CreateSecurity(CreateContainer(store));

    /// <summary>The user of an image and the rights of its container.</summary>
    public static SecuritySettings CreateSecurity(StoreContainer container) =>
        new()
        {
            User = new UserId(container.User),
            Group = container.User,
            FsGroup = container.User,
            WritableRoot = container.WritesToRoot,
        };

    /// <summary>A server is ready when it answers a query. One that is busy is not stopped: liveness asks for a connection only.</summary>
    private static HealthSettings CreateHealth(StorePlan store, StoreContainer container)
    {
        var connection = new ProbeSettings { Kind = ProbeKind.Tcp };
        var command = StoreHealth.Create(store.Kind, StoreFacts.Of(store.Kind).Port);
        return new HealthSettings
        {
            StartWithin = container.StartWithin,
            Startup = connection,
            Readiness = new ProbeSettings
            {
                Command = command ?? [],
                Path = command is null ? container.HealthPath : null,
                Timeout = container.QueryTimeout,
                Period = container.QueryPeriod,
            },
            Liveness = connection,
        };
    }
}
