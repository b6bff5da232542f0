using System.Collections.Immutable;
using Infra.Backend.Planning.Stores.Containers;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Metrics;

/// <summary>Plans the metrics of a store: of its servers, of its operator, or of an exporter that the stack runs.</summary>
internal sealed class MetricsPlanner(StackSettings settings, SystemIdentity system)
{
    /// <summary>The database that each PostgreSQL server of a container has.</summary>
    private const string PostgresDatabase = "postgres";

    /// <summary>Adds the metrics to a store that has some.</summary>
    public StorePlan Plan(StorePlan store)
    {
        if (settings.Monitoring.Mode == MonitoringMode.Off || !store.Settings.Metrics.Enabled)
        {
            return store;
        }

        return store.Operator is { } storeOperator
            ? store with
            {
                Metrics = storeOperator.GetMetrics(store.Name),
            }
            : store with
            {
                Metrics = FindOwn(store) ?? PlanExporter(store),
            };
    }

    /// <summary>The metrics that the server in a container exposes itself.</summary>
    private StoreMetrics? FindOwn(StorePlan store) =>
        (store.Form, store.Kind) switch
        {
            (StoreForm.Container, StoreKind.Rabbitmq) => OfServer(store, MetricsSource.Rabbitmq, RabbitmqContainer.MetricsPort),
            (StoreForm.Container, StoreKind.S3) => OfServer(store, MetricsSource.SeaweedFs, SeaweedContainer.MetricsPort),
            _ => null,
        };

    private StoreMetrics OfServer(StorePlan store, MetricsSource source, int port) =>
        new()
        {
            Source = source,
            Pods = Select(store.Name),
            Port = port,
        };

    private ImmutableSortedDictionary<string, string> Select(string service) =>
        ServiceLabels.Selector(service, system).ToImmutableSortedDictionary(StringComparer.Ordinal);

    private StoreMetrics? PlanExporter(StorePlan store) =>
        StoreExporter.Find(store.Kind) is { } exporter && Connect(store) is { } connection
            ? new StoreMetrics
            {
                Source = exporter.Source,
                Pods = Select(StoreNames.Exporter(store.Name)),
                Port = exporter.Port,
                Exporter = connection,
            }
            : null;

    /// <summary>How an exporter connects; null if there is no user for it.</summary>
    private static StoreConnection? Connect(StorePlan store)
    {
        var isContainer = store.Form == StoreForm.Container;
        var database = isContainer && store.Kind == StoreKind.Postgres ? PostgresDatabase : store.Administrator.Database;
        var connection = store.Administrator with
        {
            Database = database,
            UsernameKey = StoreKeySettings.UsernameDefault,
            PasswordKey = StoreKeySettings.PasswordDefault,
        };
        return store.Settings.Metrics.Secret is { } secret ? connection with { Secret = secret }
            : HasNoUsers(store) ? connection
            : isContainer && store.Settings.Secret is null ? connection with { Secret = StoreNames.Exporter(store.Name) }
            : null;
    }

    /// <summary>Whether the server knows no users: a Kafka in a container, or an external one without a Secret.</summary>
    private static bool HasNoUsers(StorePlan store) =>
        store.Kind == StoreKind.Kafka && (store.Form == StoreForm.Container || !ExternalCredentials.Exist(store.Settings));
}
