using System.Collections.Immutable;
using Infra.Backend.Planning.Stores.Metrics;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Operators;

/// <summary>The operator that runs the servers of a kind: what it is asked for, and what it makes of that.</summary>
internal abstract class StoreOperator
{
    private static readonly ImmutableDictionary<StoreKind, StoreOperator> Known = ImmutableDictionary.CreateRange(
        new Dictionary<StoreKind, StoreOperator>
        {
            [StoreKind.Postgres] = new PostgresOperator(),
            [StoreKind.Mysql] = new MysqlOperator(),
            [StoreKind.Rabbitmq] = new RabbitmqOperator(),
            [StoreKind.Kafka] = new KafkaOperator(),
            [StoreKind.Mongodb] = new MongodbOperator(),
            [StoreKind.S3] = new BucketOperator(),
        }
    );

    /// <summary>What all stores of the operator have in common.</summary>
    public abstract OperatorFacts Facts { get; }

    /// <summary>The operator of a kind; null if none is supported.</summary>
    public static StoreOperator? Find(StoreKind kind) => Known.GetValueOrDefault(kind);

    /// <summary>The operator of a kind that has one.</summary>
    public static StoreOperator Of(StoreKind kind) => Known[kind];

    /// <summary>The name of the Service that clients connect to.</summary>
    public abstract string GetService(string store);

    /// <summary>The Secret with the credentials that the operator or the store's owner connects with, by its known name.</summary>
    public abstract StoreCredential GetAdministrator(string store);

    /// <summary>Why the administrator's password cannot be rotated, and what to do instead; null if it can.</summary>
    public abstract RotationObstacle? FindAdministratorObstacle(string store);

    /// <summary>The Secret with the administrator's password whose changes the operator makes in the servers; null if none.</summary>
    public virtual WatchedSecret? FindWatchedSecret(string store) => null;

    /// <summary>Where the pods are.</summary>
    public abstract StoreNetwork GetNetwork(string store);

    /// <summary>Where the metrics of the servers are; null if they have none in the services' namespace.</summary>
    public virtual StoreMetrics? GetMetrics(string store) => null;

    /// <summary>The pods that clients connect to.</summary>
    /// <param name="store">The store's name.</param>
    /// <param name="operatorNamespace">The namespace of the operator; null if it may be any.</param>
    public PodPeer GetPeer(string store, string? operatorNamespace)
    {
        var network = GetNetwork(store);
        return new PodPeer(network.Pods, network.ClientPort, network.IsElsewhere)
        {
            Namespace = network.IsElsewhere ? operatorNamespace : null,
        };
    }

    /// <summary>The name of a service's user.</summary>
    public virtual string GetUser(string store, string service, int rotation) => StoreNames.User(service, rotation);

    /// <summary>The Secret of a service's user.</summary>
    public virtual string GetSecret(string store, string service, int rotation) => StoreNames.UserSecret(store, service, rotation);

    /// <summary>The Secret of a service's user before the first rotation, in stacks of earlier versions; null if it is the same.</summary>
    public virtual string? FindEarlierSecret(string store, string service) => null;

    /// <summary>How a service reaches the store.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="rotation">How many times its credentials were rotated.</param>
    /// <param name="administrator">The connection of the administrator, to the store's own database.</param>
    /// <param name="database">The database of the service; null if the kind has none.</param>
    public virtual StoreConnection ConnectUser(string service, int rotation, StoreConnection administrator, string? database) =>
        administrator with
        {
            Database = database,
            Secret = GetSecret(administrator.Store, service, rotation),
            UsernameKey = StoreKeySettings.UsernameDefault,
            PasswordKey = StoreKeySettings.PasswordDefault,
        };

    /// <summary>The custom resources, by stages.</summary>
    public abstract IEnumerable<StoreObject> CreateObjects(OperatedStore store);

    /// <summary>The pods that the operator runs for the store at most, for the quota of the namespace.</summary>
    public abstract IEnumerable<PodDemand> CountPods(OperatedStore store);

    /// <summary>The throwaway store of a drill; null if the operator makes no backups.</summary>
    public virtual OperatorTrial? FindTrial(OperatedStore store) => null;

    /// <summary>A set of labels.</summary>
    protected static ImmutableSortedDictionary<string, string> Labels(params IEnumerable<(string Key, string Value)> labels) =>
        labels.ToImmutableSortedDictionary(label => label.Key, label => label.Value, StringComparer.Ordinal);
}

/// <summary>A Secret of an operator that follows its changes.</summary>
/// <param name="Type">The type token of the custom resource that it belongs to.</param>
/// <param name="Credential">The Secret and its keys.</param>
internal sealed record WatchedSecret(string Type, StoreCredential Credential);

/// <summary>A Secret and its keys with a user's name and password.</summary>
internal sealed record StoreCredential(
    string Secret,
    string UsernameKey = StoreKeySettings.UsernameDefault,
    string PasswordKey = StoreKeySettings.PasswordDefault
);
