using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Settings;

/// <summary>
/// A database, cache, queue or object store that services use. The catalogue says what it is, a stack's file in which form.
/// </summary>
internal sealed record StoreSettings
{
    /// <summary>The kind of store.</summary>
    /// <remarks>The protocol, the connection variables of the services that use it, and the image of its container.</remarks>
    /// <example>stores: {orders-db: {kind: postgres}}</example>
    public required StoreKind Kind { get; init; }

    /// <summary>The form in which the stack has the store.</summary>
    /// <value>container with <c>faultTolerance: development</c>; else **required**</value>
    /// <remarks>
    /// <c>container</c> is a StatefulSet of one pod with a volume, <c>operator</c> custom resources from which an operator in the cluster
    /// runs servers, <c>external</c> an address and a Secret.
    /// </remarks>
    /// <example>form: external</example>
    public StoreForm? Form { get; init; }

    /// <summary>The version of the server.</summary>
    /// <value>a current version of the kind</value>
    /// <remarks>The tag of the image. Another major version does not open the volume of the one before.</remarks>
    /// <example>version: 18</example>
    public Text? Version { get; init; }

    /// <summary>The image of the servers, if it is not the kind's.</summary>
    /// <value>the kind's official image</value>
    /// <remarks>
    /// The container's <c>image</c>, or the operator's field of it; for an external store with backups that of its clients. Its server must
    /// have the <c>version</c> that is stated beside it.
    /// </remarks>
    /// <example>image: pgvector/pgvector:pg18</example>
    public ImageSettings? Image { get; init; }

    /// <summary>The size of each server's volume.</summary>
    /// <value>1Gi</value>
    /// <remarks>The requested storage of each pod's claim.</remarks>
    /// <example>size: 20Gi</example>
    public Quantity? Size { get; init; }

    /// <summary>The storage class of the volumes; of an s3 store of the form <c>operator</c> that of the bucket.</summary>
    /// <value>the cluster's default class; **required** for an s3 store of the form <c>operator</c></value>
    /// <remarks>The claim's <c>storageClassName</c>.</remarks>
    /// <example>storageClass: fast-ssd</example>
    public string? StorageClass { get; init; }

    /// <summary>The requests and limits of each server.</summary>
    /// <value>what the kind needs, more with an operator than in a container</value>
    /// <remarks>The <c>resources</c> of the server's container.</remarks>
    /// <example>resources: {limits: {memory: 2Gi}}</example>
    public ResourceSettings? Resources { get; init; }

    /// <summary>The number of servers. Kinds that elect a leader by majority need an odd number.</summary>
    /// <value>1 for a container; with an operator 1 in <c>development</c>, else 3</value>
    /// <remarks>The operator's number of servers, over which copies of the data are spread. A container is one server.</remarks>
    /// <example>replicas: 3</example>
    [Range(1, 99)]
    public int? Replicas { get; init; }

    /// <summary>The database, virtual host (rabbitmq) or bucket (s3) of the services that name no other.</summary>
    /// <value>the store's name; a dash becomes an underscore where the kind refuses dashes</value>
    /// <remarks>The database in the connection variables, which is created with its users.</remarks>
    /// <example>database: orders</example>
    public string? Database { get; init; }

    /// <summary>The topics of a kafka store, by name.</summary>
    /// <value>none</value>
    /// <remarks>The topics that are created once the store is ready.</remarks>
    /// <example>topics: {orders: {partitions: 12}}</example>
    public IReadOnlyDictionary<string, TopicSettings> Topics { get; init; } = ImmutableDictionary<string, TopicSettings>.Empty;

    /// <summary>The extensions of a postgres store, which its image must have.</summary>
    /// <value>none</value>
    /// <remarks>
    /// The extensions that are created in each of its databases: services have no right to create those that are not trusted.
    /// </remarks>
    /// <example>stores: {orders-db: {kind: postgres, version: 18, image: "pgvector/pgvector:pg18", extensions: [vector]}}</example>
    public ImmutableArray<string> Extensions { get; init; } = [];

    /// <summary>The host name or address of an external store.</summary>
    /// <value>none; required for the form <c>external</c></value>
    /// <remarks>The host in the connection variables, and egress rules of the services that use it.</remarks>
    /// <example>stores: {orders-db: {form: external, host: db.example.com, secret: orders-db}}</example>
    public string? Host { get; init; }

    /// <summary>The port of an external store.</summary>
    /// <value>the kind's port</value>
    /// <remarks>The port in the connection variables, and egress rules of the services that use it.</remarks>
    /// <example>port: 6432</example>
    [Range(1, 65535)]
    public int? Port { get; init; }

    /// <summary>The ranges of an external store's addresses, where its host name has private ones.</summary>
    /// <value>all public addresses if <c>host</c> is a name</value>
    /// <remarks>Egress rules: network policies filter by address, not by name.</remarks>
    /// <example>addresses: [10.20.0.0/16]</example>
    public ImmutableArray<string> Addresses { get; init; } = [];

    /// <summary>The region of an external s3 store.</summary>
    /// <value>us-east-1</value>
    /// <remarks>The region in the connection variables.</remarks>
    /// <example>region: eu-central-1</example>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Whether an external store, or that of an operator which offers it, is reached over TLS.</summary>
    /// <value>true for an external store; with an operator true for postgres and mysql</value>
    /// <remarks>
    /// The TLS mode in the connection variables. The certificate of an external store must be of an authority that the image trusts; that
    /// of an operator is not verified.
    /// </remarks>
    /// <example>tls: false</example>
    public bool? Tls { get; init; }

    /// <summary>The name of an existing Secret with the credentials.</summary>
    /// <value>none: passwords are drawn once; the form <c>external</c> needs it or <c>externalSecret</c></value>
    /// <remarks>
    /// The <c>secretKeyRef</c> of the connection variables. Of a container, the keys are those of the administrator, and
    /// <c>&lt;service&gt;.username</c> and <c>&lt;service&gt;.password</c> those of each service where the kind has users.
    /// </remarks>
    /// <example>secret: orders-db</example>
    public string? Secret { get; init; }

    /// <summary>Where External Secrets finds the credentials of an external store, instead of <c>secret</c>.</summary>
    /// <value>none</value>
    /// <remarks>An ExternalSecret with the store's name, and the Secret of this name that the operator makes from it.</remarks>
    /// <example>externalSecret: {store: vault, key: prod/orders-db}</example>
    public ExternalSecretSettings? ExternalSecret { get; init; }

    /// <summary>The keys of <c>secret</c>, or of the Secret that is made from <c>externalSecret</c>.</summary>
    /// <value>username and password</value>
    /// <remarks>The <c>key</c> of the <c>secretKeyRef</c> of the connection variables.</remarks>
    /// <example>keys: {username: user, password: pass}</example>
    public StoreKeySettings Keys { get; init; } = new();

    /// <summary>The rotations of credentials, by service or <c>admin</c>. The command <c>infra store rotate</c> writes them.</summary>
    /// <value>none</value>
    /// <remarks>The user of a service in the server, and the Secret with its name and password.</remarks>
    /// <example>rotations: {orders: 2}</example>
    public IReadOnlyDictionary<string, StoreRotationSettings> Rotations { get; init; } =
        ImmutableDictionary<string, StoreRotationSettings>.Empty;

    /// <summary>Whether Pulumi imports the Secrets with the store's drawn passwords, because the state has lost them.</summary>
    /// <value>false: <c>infra</c> takes over Secrets of the stack by itself, and Pulumi fails on them</value>
    /// <remarks>Pulumi's option <c>import</c> on these Secrets, all of which must exist. Remove it after the update.</remarks>
    /// <example>adopt: true</example>
    public bool Adopt { get; init; }

    /// <summary>What may become of the data of a store in the cluster.</summary>
    /// <value>protected</value>
    /// <remarks>
    /// Pulumi's option <c>protect</c> on the ConfigMap <c>&lt;store&gt;-store</c>, which refuses that the store is removed or gets another
    /// kind, form or major version, and on the Secret of the administrator; and the StatefulSet's
    /// <c>persistentVolumeClaimRetentionPolicy</c>. With an operator, <c>protect</c> or <c>retainOnDelete</c> on the custom resources with
    /// data.
    /// </remarks>
    /// <example>data: disposable</example>
    public StoreData Data { get; init; } = StoreData.Protected;

    /// <summary>Its backups.</summary>
    /// <value>
    /// none; required for postgres, mysql and mongodb with <c>faultTolerance: critical</c>, and a warning without it with <c>standard</c>
    /// </value>
    /// <remarks>
    /// A CronJob <c>&lt;store&gt;-backup</c> and, with <c>drill</c>, a CronJob <c>&lt;store&gt;-drill</c>, with alerts and a dashboard.
    /// </remarks>
    /// <example>stores: {orders-db: {kind: postgres, backup: {to: backups, every: 6h, keep: 14d, drill: 7d}}}</example>
    public StoreBackupSettings? Backup { get; init; }

    /// <summary>Its metrics, in a stack with <c>monitoring</c>.</summary>
    /// <value>on, where the kind and form offer any</value>
    /// <remarks>
    /// A worker <c>&lt;store&gt;-exporter</c>, or what the servers offer themselves; a scrape job, network policies, alerts and a
    /// dashboard.
    /// </remarks>
    /// <example>metrics: {secret: orders-db-metrics}</example>
    public StoreMetricsSettings Metrics { get; init; } = new();

    /// <summary>The name of the node pool on which the servers run.</summary>
    /// <value>none: any node</value>
    /// <remarks>Node selectors and tolerations of the pods, and of the job that creates users.</remarks>
    /// <example>pool: data</example>
    public string? Pool { get; init; }

    /// <summary>The team that owns it.</summary>
    /// <value>none</value>
    /// <remarks>The label <c>infra/owner</c> on its objects.</remarks>
    /// <example>owner: team-checkout</example>
    public string? Owner { get; init; }

    /// <summary>The form: its setting, or the container in development; null if it must be stated.</summary>
    internal StoreForm? FormIn(FaultTolerance degree) => Form ?? (degree == FaultTolerance.Development ? StoreForm.Container : null);
}

/// <summary>What may become of the data of a store or a node.</summary>
internal enum StoreData
{
    /// <summary>It is kept, and every change that could lose it is refused.</summary>
    Protected,

    /// <summary>Its volume is kept, and no change is refused.</summary>
    Retained,

    /// <summary>It is deleted with what it belongs to, and no change is refused.</summary>
    Disposable,
}

/// <summary>The keys of the Secret with a store's credentials.</summary>
internal sealed record StoreKeySettings
{
    internal const string UsernameDefault = "username";
    internal const string PasswordDefault = "password";

    /// <summary>The key with the user's name; for s3 the access key.</summary>
    /// <value>username</value>
    /// <remarks>The <c>key</c> of a <c>secretKeyRef</c>.</remarks>
    /// <example>keys: {username: user}</example>
    public string Username { get; init; } = UsernameDefault;

    /// <summary>The key with the password; for s3 the secret key.</summary>
    /// <value>password</value>
    /// <remarks>The <c>key</c> of a <c>secretKeyRef</c>.</remarks>
    /// <example>keys: {password: pass}</example>
    public string Password { get; init; } = PasswordDefault;
}

/// <summary>A topic of a kafka store.</summary>
[ShortForm(nameof(Partitions))]
internal sealed record TopicSettings
{
    /// <summary>The number of partitions. It can grow, but not shrink.</summary>
    /// <value>1</value>
    /// <remarks>The topic's partitions.</remarks>
    /// <example>topics: {orders: 12}</example>
    [Range(1, 10_000)]
    public int Partitions { get; init; } = 1;
}
