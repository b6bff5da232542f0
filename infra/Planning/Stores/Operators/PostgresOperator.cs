using System.Text.Json.Nodes;
using Infra.Backend.Planning.Stores.Containers;
using Infra.Backend.Planning.Stores.Metrics;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Operators;

/// <summary>
/// CloudNativePG. A role without login owns each database; the role of a service is a member of it. The job of the store's users lets them
/// act as it.
/// </summary>
internal sealed class PostgresOperator : StoreOperator
{
    public const string ApiVersion = "postgresql.cnpg.io/v1";
    private const string ClusterLabel = "cnpg.io/cluster";
    private const int Port = 5432;

    /// <summary>The user of the images.</summary>
    public const int User = 26;

    /// <summary>Where the operator asks a server for its state.</summary>
    private const int StatusPort = 8000;

    public override OperatorFacts Facts { get; } =
        new()
        {
            Name = "CloudNativePG",
            Images = new StoreImages(
                "ghcr.io/cloudnative-pg/postgresql",
                [("18", "18"), ("17", "17"), ("16", "16"), ("15", "15"), ("14", "14")],
                "-system-trixie"
            ),
            Size = StoreContainer.SizeOf("500m", "1Gi", "1Gi"),
            Port = Port,
            NameLength = 50,
            Tls = true,
            OffersTls = true,
            ReservedUsers = ["postgres", "streaming_replica", "cnpg_pooler_pgbouncer"],
            Secrets = ["app", "superuser", "ca", "server", "replication"],
            Services = ["rw", "ro", "r"],
            MakesBackups = true,
        };

    public override string GetService(string store) => $"{store}-rw";

    /// <summary>The role that owns the store's own database. The operator draws its password, but it may not log in.</summary>
    public override StoreCredential GetAdministrator(string store) => new($"{store}-app");

    public override RotationObstacle FindAdministratorObstacle(string store) =>
        new(
            $"{Facts.Name} gives the superuser of the servers no password, and logs in over a socket in the pods",
            "rotate the services' credentials; there is nothing else to rotate"
        );

    public override StoreNetwork GetNetwork(string store) =>
        new()
        {
            Pods = Labels((ClusterLabel, store)),
            ClientPort = Port,
            Groups =
            [
                new PodGroup(Labels((ClusterLabel, store)))
                {
                    // A server asks the others for their status before it declares itself isolated.
                    Ports = [Port, StatusPort],
                    CallApi = true,
                    ReachBucket = true,
                },
            ],
            Operators = [Labels(("app.kubernetes.io/name", "cloudnative-pg"))],
            OperatorPorts = [StatusPort, Port],
        };

    /// <summary>The operator's process in each pod exposes them, of the server and of its own.</summary>
    public override StoreMetrics GetMetrics(string store) =>
        new()
        {
            Source = MetricsSource.CloudNativePg,
            Pods = Labels((ClusterLabel, store)),
            Port = 9187,
        };

    /// <summary>The role that owns a database: no service has a name with a colon.</summary>
    public static string GetOwner(string database) => StoreNames.Shorten($"owner:{database}", 63);

    public override IEnumerable<StoreObject> CreateObjects(OperatedStore store)
    {
        yield return new StoreObject
        {
            ApiVersion = ApiVersion,
            Kind = "Cluster",
            Name = store.Name,
            Spec = CreateCluster(store),
            ReadyWhen = "condition=Ready",
            HasData = true,
        };
        if (store.Backup is { } backup)
        {
            foreach (var item in PostgresBackups.CreateObjects(store, backup))
            {
                yield return item;
            }
        }

        foreach (var database in store.Databases)
        {
            yield return new StoreObject
            {
                ApiVersion = ApiVersion,
                Kind = "Database",
                Name = StoreNames.Part(store.Name, database),
                Spec = CreateDatabase(store, database),
                ReadyWhen = "jsonpath={.status.applied}=true",
                Stage = 1,
            };
        }
    }

    private static JsonObject CreateDatabase(OperatedStore store, string database)
    {
        var spec = new JsonObject
        {
            ["cluster"] = new JsonObject { ["name"] = store.Name },
            ["name"] = database,
            ["owner"] = GetOwner(database),
            ["databaseReclaimPolicy"] = store.IsDisposable ? "delete" : "retain",
        };
        if (!store.Settings.Extensions.IsEmpty)
        {
            spec["extensions"] = PostgresExtensions.Describe(store.Settings);
        }

        return spec;
    }

    /// <summary>A server that joins or starts is prepared by a job with the same requests.</summary>
    public override OperatorTrial FindTrial(OperatedStore store) => PostgresTrial.Create(store);

    public override IEnumerable<PodDemand> CountPods(OperatedStore store) =>
        [new PodDemand(store.Replicas + 1, store.Backup is null ? [store.Resources] : [store.Resources, PostgresBackups.PluginSize])];

    private static JsonObject CreateCluster(OperatedStore store)
    {
        var pods = Labels((ClusterLabel, store.Name));
        var spec = new JsonObject
        {
            ["instances"] = store.Replicas,
            ["imageName"] = store.Image,
            ["enablePDB"] = store.IsReplicated,
            ["inheritedMetadata"] = new JsonObject { ["labels"] = new JsonObject { [StoreNames.Label] = store.Name } },
            ["bootstrap"] = new JsonObject
            {
                ["initdb"] = new JsonObject { ["database"] = store.Database, ["owner"] = GetOwner(store.Database!) },
            },
            ["managed"] = new JsonObject { ["roles"] = CreateRoles(store) },
            ["storage"] = CreateStorage(store),
            ["resources"] = PodFields.Resources(store.Resources),
            ["affinity"] = CreateAffinity(store),
            ["topologySpreadConstraints"] = PodFields.Spread(store.Placement, pods),
        };
        if (store.IsReplicated)
        {
            spec["postgresql"] = new JsonObject { ["synchronous"] = CreateSynchronous(store) };
        }

        if (store.Backup is { } backup)
        {
            spec["plugins"] = PostgresBackups.CreatePlugins(store.Name);
            if (backup.Settings.Restore is { } restore)
            {
                PostgresBackups.Recover(spec, store.Name, restore.From, restore.Time, store.Database);
            }
        }

        if (store.Placement.PriorityClass is { } priority)
        {
            spec["priorityClassName"] = priority;
        }

        return spec;
    }

    private static JsonArray CreateRoles(OperatedStore store) =>
        [
            .. store.Databases.Select(database => new JsonObject { ["name"] = GetOwner(database), ["login"] = false }),
            .. store.Logins.Select(login => new JsonObject
            {
                ["name"] = login.Name,
                ["login"] = true,
                ["inRoles"] = new JsonArray(GetOwner(login.Connection.Database!)),
                ["passwordSecret"] = new JsonObject { ["name"] = login.Connection.Secret },
            }),
            .. store
                .Users.Select(user => user.Retired)
                .OfType<string>()
                .Select(name => new JsonObject { ["name"] = name, ["ensure"] = "absent" }),
        ];

    private static JsonObject CreateStorage(OperatedStore store)
    {
        var storage = new JsonObject { ["size"] = store.Size.ToString() };
        if (store.Settings.StorageClass is { } storageClass)
        {
            storage["storageClass"] = storageClass;
        }

        return storage;
    }

    private static JsonObject CreateAffinity(OperatedStore store)
    {
        // Spreading is stated in full, so the operator adds no rule of its own.
        var affinity = new JsonObject { ["enablePodAntiAffinity"] = false };
        if (store.Placement.NodeLabels.Count > 0)
        {
            affinity["nodeSelector"] = PodFields.Map(store.Placement.NodeLabels);
        }

        if (!store.Placement.Tolerations.IsEmpty)
        {
            affinity["tolerations"] = PodFields.Tolerations(store.Placement);
        }

        return affinity;
    }

    /// <summary>
    /// Half of the others must have a commit. In a critical stack writes stop without them, and no server takes over that may lack a
    /// commit; in another one the number follows the servers that are there.
    /// </summary>
    private static JsonObject CreateSynchronous(OperatedStore store)
    {
        var synchronous = new JsonObject
        {
            ["method"] = "any",
            ["number"] = (store.Replicas - 1) / 2,
            ["dataDurability"] = store.IsCritical ? "required" : "preferred",
        };
        if (store.IsCritical)
        {
            synchronous["failoverQuorum"] = true;
        }

        return synchronous;
    }
}
