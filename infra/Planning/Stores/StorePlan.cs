using System.Collections.Immutable;
using Infra.Backend.Planning.Stores.Backups;
using Infra.Backend.Planning.Stores.Metrics;
using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Settings;
using Infra.Kubernetes;

namespace Infra.Backend.Planning.Stores;

/// <summary>A store in one of the stack's clusters: where it is, and who uses it.</summary>
internal sealed record StorePlan
{
    /// <summary>The store's name in the catalogue.</summary>
    public required string Name { get; init; }

    public required StoreSettings Settings { get; init; }

    public required StoreForm Form { get; init; }

    /// <summary>The image of the servers that this stack runs; null for other stores.</summary>
    public StoreImage? Image { get; init; }

    /// <summary>How its administrator reaches it; for a store without users this is how all services do.</summary>
    public required StoreConnection Administrator { get; init; }

    /// <summary>The services that use it.</summary>
    public required ImmutableArray<StoreUser> Users { get; init; }

    /// <summary>The custom resources of a store of the form <c>operator</c>, by stages.</summary>
    public ImmutableArray<StoreObject> Objects { get; init; } = [];

    /// <summary>The limit of the memory of its container; null if it has none, and for other forms.</summary>
    public Quantity? MemoryLimit { get; init; }

    /// <summary>How many servers have each record of a Kafka that an operator runs; null for other stores.</summary>
    public int? Copies { get; init; }

    /// <summary>What each server that an operator runs needs; null for other forms.</summary>
    public SizeSettings? ServerSize { get; init; }

    /// <summary>The pods that its operator runs at most.</summary>
    public ImmutableArray<PodDemand> Pods { get; init; } = [];

    /// <summary>The pods outside the stack that read its queues.</summary>
    public ImmutableArray<PodPeer> Readers { get; init; } = [];

    /// <summary>Its backups; null if this stack makes none.</summary>
    public BackupPlan? Backup { get; init; }

    /// <summary>The throwaway store of its drills; null if it has none, or no operator runs it.</summary>
    public OperatorTrial? Trial { get; init; }

    /// <summary>Its metrics; null if this stack collects none.</summary>
    public StoreMetrics? Metrics { get; init; }

    public StoreKind Kind => Settings.Kind;

    /// <summary>The job that connects to it without being one of its users; null if none does.</summary>
    public string? Client { get; init; }

    /// <summary>The drills of its backups; null if there are none.</summary>
    public StoreDrillSettings? Drill => Backup?.Settings.Drill;

    /// <summary>Whether operators read the drawn credentials of this bucket under the names of their variables.</summary>
    public bool NeedsAwsSecret { get; init; }

    /// <summary>Whether CronJobs of ours make its backups, rather than its operator.</summary>
    public bool HasBackupJobs => Backup is not null && Operator?.Facts.MakesBackups != true;

    /// <summary>The operator that runs it; null for other forms.</summary>
    public StoreOperator? Operator => Form == StoreForm.Operator ? StoreOperator.Of(Kind) : null;

    /// <summary>The namespace of the operator of its kind; null if it may be any.</summary>
    public string? OperatorNamespace { get; init; }

    /// <summary>The pods that clients connect to; null unless an operator runs them.</summary>
    public PodPeer? Servers => Operator?.GetPeer(Name, OperatorNamespace);

    /// <summary>Whether a job creates users, or completes those that an operator has created, once the store is ready.</summary>
    public bool CreatesUsers =>
        Form == StoreForm.Container ? StoreProvisioning.HasUsers(Kind) : Form == StoreForm.Operator && Kind == StoreKind.Postgres;

    /// <summary>The users that must go, because rotations have replaced them.</summary>
    public ImmutableArray<string> Retired => HasUsers ? [.. Users.Select(user => user.Retired).OfType<string>()] : [];

    /// <summary>Whether a job deletes retired users: Percona's operators only create users.</summary>
    private bool RetiresUsers => Form == StoreForm.Operator && Kind is StoreKind.Mysql or StoreKind.Mongodb && !Retired.IsEmpty;

    /// <summary>Whether each service has a user of its own, which is created with the store.</summary>
    public bool HasUsers => HasUsersIn(Kind, Form);

    /// <summary>Whether each service has a user of its own in stores of a kind and form.</summary>
    public static bool HasUsersIn(StoreKind kind, StoreForm? form) =>
        form switch
        {
            StoreForm.Container => StoreProvisioning.HasUsers(kind),
            StoreForm.Operator => StoreOperator.Find(kind)?.Facts.HasUsers == true,
            _ => false,
        };

    /// <summary>The job that prepares the store for the services once it is ready; null if it needs none.</summary>
    public string? Job =>
        (CreatesUsers && (!Users.IsEmpty || Metrics?.Exporter is not null || Rotation is not null)) || RetiresUsers
            ? StoreNames.UserJob(Name)
        : Form == StoreForm.Container && Settings.Topics.Count > 0 ? StoreNames.TopicJob(Name)
        : null;

    /// <summary>Whether this stack runs the store, and so has its data.</summary>
    public bool HasData => Form is StoreForm.Container or StoreForm.Operator;

    /// <summary>The credentials that are drawn for the store, each a Secret.</summary>
    public ImmutableArray<DrawnCredential> Credentials =>
        Form == StoreForm.Operator ? [.. DrawForUsers()]
        : Form == StoreForm.External || Settings.Secret is not null || !StoreFacts.Of(Kind).HasCredentials ? []
        : [.. DrawForAdministrator(), .. DrawForUsers(), .. DrawForExporter()];

    /// <summary>The Secret of the password before the last rotation, while the server accepts both; null otherwise.</summary>
    public string? FormerSecret =>
        StoreRotations.FindAdministrator(Settings, Form) is { KeepFormer: true, Number: > 0 and var number }
            ? StoreNames.AdministratorSecret(Name, number - 1)
            : null;

    /// <summary>The rotation of its administrator; null if there was none.</summary>
    public AdministratorRotation? Rotation => AdministratorRotation.Find(this);

    private IEnumerable<DrawnCredential> DrawForAdministrator()
    {
        if (Rotation is { } rotation)
        {
            return
            [
                Draw(rotation.First) with
                {
                    StaysWithData = true,
                },
                Draw(rotation.Current) with
                {
                    StaysWithData = true,
                },
                .. rotation.Former is { } former && former != rotation.First ? [Draw(former)] : Array.Empty<DrawnCredential>(),
            ];
        }

        var name = StoreFacts.Of(Kind).Administrator;
        var own = new DrawnCredential(Administrator.Secret, name, null) { StaysWithData = !StoreRotations.AreShared(Settings, Form) };
        return FormerSecret is { } shared ? [own, new DrawnCredential(shared, name, null)] : [own];
    }

    private static DrawnCredential Draw(StoreLogin administrator) => new(administrator.Connection.Secret, administrator.Name, null);

    private IEnumerable<DrawnCredential> DrawForExporter() =>
        Metrics?.Exporter is not null && Settings.Metrics.Secret is null
            ? [new DrawnCredential(StoreNames.Exporter(Name), StoreNames.ExporterUser(Name), StoreNames.Exporter(Name))]
            : [];

    private IEnumerable<DrawnCredential> DrawForUsers() =>
        HasUsers ? Users.SelectMany(user => user.Logins.Select(login => Draw(user.Service, login))) : [];

    private DrawnCredential Draw(string service, StoreLogin login) =>
        new(login.Connection.Secret, login.Name, service)
        {
            EarlierSecret =
                login.Connection.Secret == Operator?.GetSecret(Name, service, rotation: 0)
                    ? Operator.FindEarlierSecret(Name, service)
                    : null,
        };
}

/// <summary>A Secret with a user's name and a password that is drawn once.</summary>
/// <param name="Secret">The Secret's name.</param>
/// <param name="Username">The user's name.</param>
/// <param name="Service">The service; null for the administrator.</param>
internal sealed record DrawnCredential(string Secret, string Username, string? Service)
{
    /// <summary>Whether the data is lost without it: the server knows it for as long as no rotation has replaced it.</summary>
    public bool StaysWithData { get; init; }

    /// <summary>The name of the Secret in stacks of earlier versions, whose password stays; null if it is the same.</summary>
    public string? EarlierSecret { get; init; }
}
