using System.Collections.Immutable;
using Infra.Backend.Planning.Queues;
using Infra.Backend.Planning.Stores.Backups;
using Infra.Backend.Planning.Stores.Containers;
using Infra.Backend.Planning.Stores.Metrics;
using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Settings;
using Infra.Kubernetes;

namespace Infra.Backend.Planning.Stores;

/// <summary>Plans the stores of a cluster whose settings are valid.</summary>
internal sealed class StorePlanner(StackSettings settings, SystemIdentity system)
{
    private const int AmqpsPort = 5671;
    private const int HttpsPort = 443;
    private const int HttpPort = 80;

    /// <summary>The name of the file with a backup of a whole server.</summary>
    private const string WholeServer = "data";

    /// <summary>How clients of a Kafka that knows its users authenticate.</summary>
    private const string Sasl = "SCRAM-SHA-512";

    /// <summary>Plans the stores in the order of the catalogue.</summary>
    public static ImmutableArray<StorePlan> Plan(StackSettings settings, SystemIdentity system)
    {
        var (planner, metrics, operators) = (
            new StorePlanner(settings, system),
            new MetricsPlanner(settings, system),
            new OperatorPlanner(settings, system)
        );
        StorePlan[] stores =
        [
            .. settings.Stores.Select(store =>
                ExternalCredentials.Plan(operators.Plan(metrics.Plan(planner.Plan(store.Key, store.Value))))
            ),
        ];
        var buckets = stores.Where(ReadsAwsSecret).Select(store => store.Backup!.Target).ToHashSet(StringComparer.Ordinal);
        return [.. stores.Select(store => store with { NeedsAwsSecret = buckets.Contains(store.Name) })];
    }

    private static bool ReadsAwsSecret(StorePlan store) =>
        store is { Form: StoreForm.Operator, Kind: StoreKind.Mysql or StoreKind.Mongodb, Backup.HasDrawnCredentials: true };

    /// <summary>The database, virtual host or bucket of the services that name no other; null if the kind has none.</summary>
    public static string? FindDatabase(string name, StoreSettings store) =>
        StoreFacts.Of(store.Kind).DatabaseWord is null
            ? null
            : store.Database ?? (store.Kind is StoreKind.S3 or StoreKind.Rabbitmq ? name : StoreNames.Database(name));

    /// <summary>
    /// The store that the variables without a store's name, such as <c>DATABASE_URL</c>, are for: the first with the same variables.
    /// </summary>
    public static StoreUseSettings FindMain(StackSettings settings, ImmutableArray<StoreUseSettings> uses, StoreUseSettings use) =>
        uses.First(other => ShareVariables(settings.Stores[other.Store].Kind, settings.Stores[use.Store].Kind));

    /// <summary>Whether the variables of two kinds without a store's name have the same names.</summary>
    private static bool ShareVariables(StoreKind one, StoreKind other) =>
        one == other || (one, other) is (StoreKind.Postgres, StoreKind.Mysql) or (StoreKind.Mysql, StoreKind.Postgres);

    private StorePlan Plan(string name, StoreSettings store)
    {
        var form = store.FormIn(settings.FaultTolerance)
            ?? throw new InvalidOperationException($"The form of the store '{name}' is not known: its settings were not checked.");
        var administrator = Connect(name, store, form);
        return new StorePlan
        {
            Name = name,
            Settings = store,
            Form = form,
            Image = form == StoreForm.External ? null : StoreImage.Find(store, form),
            MemoryLimit = form == StoreForm.Container ? FindMemoryLimit(store) : null,
            Administrator = administrator,
            Backup = PlanBackup(name, store),
            OperatorNamespace = settings.Operators.Find(store.Kind),
            Readers = QueuePlanner.FindReaders(settings, name, administrator.Port),
            Users =
            [
                .. from service in settings.Services
                from use in service.Value.Uses
                where use.Store == name
                let logins = new StoreLogins(store, form, service.Key, use, administrator)
                select logins.Plan(isMain: FindMain(settings, service.Value.Uses, use) == use),
            ],
        };
    }

    private Quantity? FindMemoryLimit(StoreSettings store)
    {
        var own = store.Resources ?? new ResourceSettings();
        var named = own.Size is { } size ? settings.Sizes[size] : StoreContainer.GetSize(store.Kind);
        return own.Limits.Or(named.Limits).Memory;
    }

    private BackupPlan? PlanBackup(string name, StoreSettings store)
    {
        if (store.Backup is not { To: { } target } backup)
        {
            return null;
        }

        var keeper = settings.Stores[target];
        return new BackupPlan
        {
            Settings = backup,
            Target = target,
            Bucket = ConnectToBucket(target, keeper),
            Reach = LocateBucket(target, keeper),
            Namespace = system.Namespace,
            HasDrawnCredentials = keeper.FormIn(settings.FaultTolerance) == StoreForm.Container && keeper.Secret is null,
            Folder = BackupPlan.FolderOf(name, system),
            Databases = BackupDatabases.Find(name, settings) is { IsEmpty: false } databases ? databases : [WholeServer],
            Image = StoreImage.Find(store, store.FormIn(settings.FaultTolerance))!,
        };
    }

    private StoreConnection ConnectToBucket(string name, StoreSettings keeper)
    {
        var form = keeper.FormIn(settings.FaultTolerance)!.Value;
        var administrator = Connect(name, keeper, form);
        return form == StoreForm.Operator
            ? StoreOperator.Of(keeper.Kind).ConnectUser(name, rotation: 0, administrator, administrator.Database)
            : administrator;
    }

    private BucketReach LocateBucket(string name, StoreSettings keeper)
    {
        var form = keeper.FormIn(settings.FaultTolerance)!.Value;
        return form switch
        {
            StoreForm.Container => new BucketReach(
                new PodPeer(
                    ServiceLabels.Selector(name, system).ToImmutableSortedDictionary(StringComparer.Ordinal),
                    StoreFacts.Of(keeper.Kind).Port,
                    IsElsewhere: false
                ),
                []
            ),
            StoreForm.Operator => new BucketReach(StoreOperator.Of(keeper.Kind).GetPeer(name, settings.Operators.Find(keeper.Kind)), []),
            _ => new BucketReach(null, StoreAddresses.Find(keeper, Connect(name, keeper, form))),
        };
    }

    private StoreConnection Connect(string name, StoreSettings store, StoreForm form)
    {
        if (form == StoreForm.Operator)
        {
            return ConnectToOperator(name, store);
        }

        var isContainer = form == StoreForm.Container;
        var tls = UsesTls(store, form);
        return new StoreConnection
        {
            Store = name,
            Kind = store.Kind,
            Host = isContainer ? $"{name}.{system.Namespace}.svc" : store.Host!,
            Port = isContainer ? StoreFacts.Of(store.Kind).Port : GetExternalPort(store, tls),
            Database = FindDatabase(name, store),
            Tls = tls,
            Secret = FindSecret(name, store, form),
            UsernameKey = store.Keys.Username,
            PasswordKey = store.Keys.Password,
            Region = store.Region,
            SaslMechanism = FindSaslMechanism(store, form),
            NamesUser = form == StoreForm.External && NamesUser(store),
        };
    }

    /// <summary>Whether an external valkey has users by name: its Secret, or the ExternalSecret, is said to have one.</summary>
    private static bool NamesUser(StoreSettings store) =>
        store.ExternalSecret is { } settings ? settings.Username is not null : store.Keys.Username != StoreKeySettings.UsernameDefault;

    private static string FindSecret(string name, StoreSettings store, StoreForm form) =>
        ExternalCredentials.Find(store, form) is not null
            ? name
            : store.Secret ?? StoreNames.AdministratorSecret(name, StoreRotations.FindAdministrator(store, form).Number);

    private StoreConnection ConnectToOperator(string name, StoreSettings store)
    {
        var storeOperator = StoreOperator.Of(store.Kind);
        var administrator = storeOperator.GetAdministrator(name);
        return new StoreConnection
        {
            Store = name,
            Kind = store.Kind,
            Host = $"{storeOperator.GetService(name)}.{system.Namespace}.svc",
            Port = storeOperator.Facts.Port,
            Database = FindDatabase(name, store),
            Tls = UsesTls(store, StoreForm.Operator),
            Secret = administrator.Secret,
            UsernameKey = administrator.UsernameKey,
            PasswordKey = administrator.PasswordKey,
            Region = store.Region,
            SaslMechanism = FindSaslMechanism(store, StoreForm.Operator),
            ReplicaSet = storeOperator.Facts.ReplicaSet,
        };
    }

    /// <summary>Whether clients reach a store over TLS.</summary>
    public static bool UsesTls(StoreSettings store, StoreForm? form) =>
        form switch
        {
            StoreForm.Container => false,
            StoreForm.Operator => store.Tls ?? StoreOperator.Find(store.Kind)?.Facts.Tls == true,
            _ => store.Tls != false,
        };

    /// <summary>How clients of a Kafka authenticate; null if they do not, and for other kinds.</summary>
    public static string? FindSaslMechanism(StoreSettings store, StoreForm? form) =>
        store.Kind == StoreKind.Kafka && (form == StoreForm.Operator || (form == StoreForm.External && ExternalCredentials.Exist(store)))
            ? Sasl
            : null;

    /// <summary>The port of an external store: its setting, or the usual one.</summary>
    public static int GetExternalPort(StoreSettings store, bool tls) =>
        store.Port
        ?? store.Kind switch
        {
            StoreKind.Rabbitmq when tls => AmqpsPort,
            StoreKind.S3 => tls ? HttpsPort : HttpPort,
            var kind => StoreFacts.Of(kind).Port,
        };
}
