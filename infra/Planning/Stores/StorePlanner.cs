using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores;

/// <summary>Plans the stores of a cluster whose settings are valid.</summary>
internal sealed class StorePlanner(StackSettings settings, SystemIdentity system)
{
    private const int AmqpsPort = 5671;
    private const int HttpsPort = 443;
    private const int HttpPort = 80;

    /// <summary>How clients of an external Kafka with a Secret authenticate.</summary>
    private const string Sasl = "SCRAM-SHA-512";

    /// <summary>Plans the stores in the order of the catalogue.</summary>
    public static ImmutableArray<StorePlan> Plan(StackSettings settings, SystemIdentity system)
    {
        var planner = new StorePlanner(settings, system);
        return [.. settings.Stores.Select(store => planner.Plan(store.Key, store.Value))];
    }

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
            Image = form == StoreForm.Container ? StoreImage.Find(store) : null,
            Administrator = administrator,
            Users =
            [
                .. from service in settings.Services
                from use in service.Value.Uses
                where use.Store == name
                select new StoreUser(
                    service.Key,
                    use,
                    ConnectUser(service.Key, use, administrator, store, form),
                    FindMain(settings, service.Value.Uses, use) == use
                ),
            ],
        };
    }

    private StoreConnection Connect(string name, StoreSettings store, StoreForm form)
    {
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
            Secret = store.Secret ?? StoreNames.AdministratorSecret(name),
            UsernameKey = store.Keys.Username,
            PasswordKey = store.Keys.Password,
            Region = store.Region,
            SaslMechanism = FindSaslMechanism(store, form),
        };
    }

    private static StoreConnection ConnectUser(
        string service,
        StoreUseSettings use,
        StoreConnection administrator,
        StoreSettings store,
        StoreForm form
    )
    {
        var connection = administrator with { Database = use.Database ?? administrator.Database };
        return form != StoreForm.Container || !StoreProvisioning.HasUsers(store.Kind) ? connection
            : store.Secret is null ? connection with { Secret = StoreNames.UserSecret(use.Store, service) }
            : connection with
            {
                UsernameKey = StoreNames.UserKey(service, store.Keys.Username),
                PasswordKey = StoreNames.UserKey(service, store.Keys.Password),
            };
    }

    /// <summary>Whether clients reach a store over TLS.</summary>
    public static bool UsesTls(StoreSettings store, StoreForm? form) => form != StoreForm.Container && store.Tls != false;

    /// <summary>How clients of a Kafka authenticate; null if they do not, and for other kinds.</summary>
    public static string? FindSaslMechanism(StoreSettings store, StoreForm? form) =>
        store is { Kind: StoreKind.Kafka, Secret: not null } && form != StoreForm.Container ? Sasl : null;

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
