using System.Globalization;
using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Planning.Stores.Scripts;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning.Stores;

/// <summary>The jobs that prepare a store for the services that use it. They run again when what they create changes.</summary>
internal static class StoreJobs
{
    /// <summary>Creates the job of a store that has one.</summary>
    public static ServiceSettings Create(StorePlan store) => PostgresExtensions.AddTo(CreateFor(store), store);

    private static ServiceSettings CreateFor(StorePlan store) =>
        (store.Operator, store.CreatesUsers) switch
        {
            ({ } storeOperator, true) => CreateRoles(store, storeOperator),
            ({ } storeOperator, false) => CreateRetirement(store, storeOperator),
            (null, true) => CreateUsers(store),
            (null, false) => CreateTopics(store),
        };

    /// <summary>An operator creates the roles; each of them says itself in whose name it acts.</summary>
    private static ServiceSettings CreateRoles(StorePlan store, StoreOperator storeOperator)
    {
        const string path = "/etc/store/roles.sh";
        return CreateJob(store, storeOperator, path, PostgresScripts.Roles, PostgresOperator.User) with
        {
            Command = ["sh", path],
            Env = StoreProvisioning.CreateRoleVariables(store.Administrator, store.Users),
        };
    }

    /// <summary>An operator creates the users, but does not delete those that it is no longer asked for.</summary>
    private static ServiceSettings CreateRetirement(StorePlan store, StoreOperator storeOperator)
    {
        var provisioning = StoreProvisioning.Create(store.Administrator, [], retired: store.Retired);
        var variables = provisioning.Env.ToDictionary(StringComparer.Ordinal);
        if (store.Kind == StoreKind.Mysql)
        {
            // The operator's Secret has passwords only.
            variables[StoreAccess.AdministratorUsername] = StoreAccess.Write(StoreFacts.Of(store.Kind).Administrator);
        }

        return CreateJob(store, storeOperator, provisioning.Path, provisioning.Script, PerconaFields.User) with
        {
            Command = provisioning.Command,
            Env = variables,
        };
    }

    private static ServiceSettings CreateUsers(StorePlan store)
    {
        var provisioning = StoreProvisioning.Create(
            store.Administrator,
            [.. store.Users.SelectMany(user => user.Logins).Select(login => login.Connection)],
            store.Metrics?.Exporter,
            store.Retired
        );
        var all = provisioning with { Script = provisioning.Script + ProbeScripts.Find(store.Kind) };
        if (store.Rotation is { } rotation)
        {
            all = rotation.Extend(all);
        }

        return CreateJob(store, all.Path, all.Script) with
        {
            Command = all.Command,
            Env = all.Env,
        };
    }

    private static ServiceSettings CreateTopics(StorePlan store)
    {
        const string path = "/etc/store/topics.sh";
        var variables = new OrderedDictionary<string, EnvironmentSettings>(StringComparer.Ordinal)
        {
            ["STORE_SERVER"] = StoreAccess.Write(
                $"{store.Administrator.Host}:{store.Administrator.Port.ToString(CultureInfo.InvariantCulture)}"
            ),
            ["TOPICS"] = StoreAccess.Write(
                string.Join(' ', store.Settings.Topics.Select(topic => $"{topic.Key}:{topic.Value.Partitions}"))
            ),
            ["KAFKA_HEAP_OPTS"] = StoreAccess.Write("-Xmx128m"),
        };
        return CreateJob(store, path, KafkaScripts.Topics) with { Command = ["sh", path], Env = variables };
    }

    private static ServiceSettings CreateJob(StorePlan store, StoreOperator storeOperator, string path, string script, int user) =>
        CreateJob(store, path, script) with
        {
            Security = new SecuritySettings
            {
                User = new UserId(user),
                Group = user,
                FsGroup = user,
            },
            Calls = [],
            After = [],
            Peers = [store.Servers!],
        };

    private static ServiceSettings CreateJob(StorePlan store, string path, string script) =>
        new()
        {
            Kind = ServiceKind.Job,
            Image = store.Image!.Image,
            Files = new Dictionary<string, FileSettings> { [path] = new() { Content = new Text(script) } },
            Volumes = new Dictionary<string, VolumeSettings> { ["tmp"] = new() { Mount = "/tmp" } },
            Resources = new ResourceSettings { Size = StoreServices.SizeName(store.Kind) },
            Security = StoreServices.CreateSecurity(store),
            Calls = [new ServiceReference(store.Name, null) { HasVariables = false }],
            After = [store.Name],
            Job = new JobSettings { Retries = 5, Deadline = TimeSpan.FromMinutes(10) },
            Placement = new PlacementSettings { Pool = store.Settings.Pool },
            Owner = store.Settings.Owner,
            PartOf = store.Name,
        };
}
