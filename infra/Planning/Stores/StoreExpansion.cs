using System.Collections.Immutable;
using Infra.Backend.Planning.Queues;
using Infra.Backend.Planning.Stores.Backups;
using Infra.Backend.Planning.Stores.Metrics;
using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning.Stores;

/// <summary>Rewrites the settings of a cluster without stores: they become services, variables and addresses of the services.</summary>
internal static class StoreExpansion
{
    /// <summary>Adds the services of the stores, and to each service what it needs for those it uses.</summary>
    public static StackSettings Expand(StackSettings settings, ImmutableArray<StorePlan> stores, SystemIdentity system)
    {
        if (stores.IsEmpty)
        {
            return settings;
        }

        var services = new OrderedDictionary<string, ServiceSettings>(StringComparer.Ordinal);
        var sizes = new OrderedDictionary<string, SizeSettings>(settings.Sizes, StringComparer.Ordinal);
        foreach (var store in stores)
        {
            if (store.Form == StoreForm.Container)
            {
                sizes[StoreServices.SizeName(store.Kind)] = StoreServices.GetSize(store);
                services[store.Name] = ReadsSecretAtStart(store)
                    ? StoreReload.Add(StoreServices.CreateServer(store), store, store.Administrator)
                    : StoreServices.CreateServer(store);
            }

            if (store.Job is { } job)
            {
                sizes.TryAdd(StoreServices.SizeName(store.Kind), StoreServices.GetSize(store));
                services[job] = StoreJobs.Create(store);
            }
        }

        foreach (var store in stores)
        {
            if (store.Metrics?.Exporter is { } connection)
            {
                sizes[ExporterServices.SizeName] = StoreExporter.Size;
                services[StoreNames.Exporter(store.Name)] = StoreReload.Add(
                    ConnectTo(ExporterServices.Create(store, connection), store),
                    store,
                    connection
                );
            }

            if (store is { Backup: { } backup, HasBackupJobs: true })
            {
                sizes[BackupPod.ClientSizeName] = BackupPod.ClientSize;
                AddBackups(services, store, backup, stores.First(other => other.Name == backup.Target));
            }
            else if (
                store is { Backup: { } managed, Operator: { } storeOperator }
                && services.GetValueOrDefault(managed.Target) is { } keeper
            )
            {
                services[managed.Target] = keeper with { Clients = keeper.Clients.AddRange(GetUploaders(store, storeOperator)) };
            }
        }

        foreach (var bucket in stores.Where(store => store is { Kind: StoreKind.S3, Form: StoreForm.Container }))
        {
            var keeper = services[bucket.Name];
            services[bucket.Name] = keeper with
            {
                Clients = keeper.Clients.AddRange(DrillServices.GetClients(stores, bucket.Name, system)),
            };
        }

        var uses = stores.SelectMany(store => store.Users.Select(user => (Store: store, User: user))).ToLookup(use => use.User.Service);
        foreach (var (name, service) in settings.Services)
        {
            // In the order of the service's settings: the first store wins where two have variables of one name.
            var own = service.Uses.SelectMany(use => uses[name].Where(other => other.User.Use == use));
            services[name] = own.Aggregate(service, (expanded, use) =>
                QueueMetric.Follow(Connect(expanded, use.Store, use.User), use.User, settings.UsesKeda)
            );
        }

        return settings with
        {
            Services = services,
            Sizes = sizes,
            OperatorPods = [.. stores.SelectMany(store => store.Pods)],
        };
    }

    /// <summary>Whether the server of a container takes its password from the Secret at each start, not on an empty volume only.</summary>
    private static bool ReadsSecretAtStart(StorePlan store) => !store.HasUsers;

    /// <summary>The pods of an operator's store that reach a bucket in a container.</summary>
    private static IEnumerable<PodPeer> GetUploaders(StorePlan store, StoreOperator storeOperator) =>
        storeOperator
            .GetNetwork(store.Name)
            .Groups.Where(group => group.ReachBucket)
            .Select(group => new PodPeer(group.Labels, StoreFacts.Of(StoreKind.S3).Port, IsElsewhere: false));

    /// <summary>Adds the CronJobs of backups, which reach the store and the bucket.</summary>
    private static void AddBackups(
        OrderedDictionary<string, ServiceSettings> services,
        StorePlan store,
        BackupPlan backup,
        StorePlan target
    )
    {
        foreach (var (name, service) in BackupServices.Create(store, backup))
        {
            services[name] = ConnectAsAdministrator(ConnectTo(service, target), store);
        }
    }

    /// <summary>The names of the variables that a service gets for the stores it uses.</summary>
    public static IEnumerable<string> GetVariables(StackSettings settings, ServiceSettings service) =>
        from use in service.Uses
        let store = settings.Stores.GetValueOrDefault(use.Store)
        where store is not null
        let form = store.FormIn(settings.FaultTolerance)
        let connection = new StoreConnection
        {
            Store = use.Store,
            Kind = store.Kind,
            Host = "",
            Port = 0,
            Secret = "",
            Database = use.Database ?? StorePlanner.FindDatabase(use.Store, store),
            Tls = StorePlanner.UsesTls(store, form),
            SaslMechanism = StorePlanner.FindSaslMechanism(store, form),
        }
        from name in ConnectionVariables.Create(connection, use, isMain: true).Keys
        select name;

    private static ServiceSettings Connect(ServiceSettings service, StorePlan store, StoreUser user)
    {
        var env = new OrderedDictionary<string, EnvironmentSettings>(service.Env, StringComparer.Ordinal);
        Add(env, ConnectionVariables.Create(user.Connection, user.Use, user.IsMain));
        var connected = StoreReload.Add(ConnectTo(service, store), store, user.Connection);
        return user.Use.Dialects.Contains(ConnectionDialect.Files)
            ? AddFiles(connected with { Env = env }, user)
            : connected with
            {
                Env = env,
            };
    }

    /// <summary>What is written comes before what follows from a store.</summary>
    private static void Add<T>(OrderedDictionary<string, T> written, IEnumerable<KeyValuePair<string, T>> added)
    {
        foreach (var (name, value) in added)
        {
            written.TryAdd(name, value);
        }
    }

    /// <summary>Scripts reach all ports of a pod, that of RabbitMQ's management included.</summary>
    private static ServiceSettings ConnectAsAdministrator(ServiceSettings service, StorePlan store) =>
        store.Form == StoreForm.Container
            ? service with
            {
                Calls = service.Calls.Add(new ServiceReference(store.Name, null) { HasVariables = false }),
                After = service.After.Add(store.Job ?? store.Name),
            }
        : store.Operator is { } storeOperator
            ? service with
            {
                Peers = service.Peers.Add(store.Servers! with { Port = storeOperator.GetNetwork(store.Name).BackupPort }),
            }
        : ConnectToAddress(service, store);

    private static ServiceSettings ConnectTo(ServiceSettings service, StorePlan store) =>
        store.Form == StoreForm.Container ? ConnectToPod(service, store)
        : store.Servers is { } servers ? ConnectToOperator(service, store, servers)
        : ConnectToAddress(service, store);

    private static ServiceSettings ConnectToPod(ServiceSettings service, StorePlan store) =>
        service with
        {
            Calls = service.Calls.Add(new ServiceReference(store.Name, StoreFacts.Of(store.Kind).PortName) { HasVariables = false }),
            After = service.After.Add(store.Job ?? store.Name),
        };

    private static ServiceSettings ConnectToOperator(ServiceSettings service, StorePlan store, PodPeer servers) =>
        service with
        {
            Peers = service.Peers.Add(servers),
            After = store.Job is { } job ? service.After.Add(job) : service.After,
        };

    private static ServiceSettings ConnectToAddress(ServiceSettings service, StorePlan store)
    {
        var addresses = StoreAddresses.Find(store.Settings, store.Administrator);
        return service with { External = [.. service.External.Concat(addresses).Distinct()] };
    }

    private static ServiceSettings AddFiles(ServiceSettings service, StoreUser user)
    {
        var binding = ServiceBindingFiles.Create(user.Connection, user.ConnectionName);
        var env = new OrderedDictionary<string, EnvironmentSettings>(service.Env, StringComparer.Ordinal);
        env.TryAdd(ServiceBindingFiles.RootVariable, new EnvironmentSettings { Value = new Text(ServiceBindingFiles.Root) });
        var files = new OrderedDictionary<string, FileSettings>(service.Files, StringComparer.Ordinal);
        Add(files, binding.Files);
        var volumes = new OrderedDictionary<string, VolumeSettings>(service.Volumes, StringComparer.Ordinal);
        Add(volumes, binding.Volumes);

        return service with
        {
            Env = env,
            Files = files,
            Volumes = volumes,
        };
    }
}
