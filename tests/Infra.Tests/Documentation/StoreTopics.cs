using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Tests.Documentation;

/// <summary>The page about stores.</summary>
internal static class StoreTopics
{
    public static ImmutableArray<CatalogueTopic> All { get; } =
    [
        new()
        {
            Name = "stores",
            Title = "Stores",
            Summary =
                "Databases, caches, queues and object stores that services use. [Stores on a cluster](../stores.md) describes their forms, "
                + "credentials, connection variables and what keeps their data safe.",
            Records =
            [
                typeof(StoreSettings),
                typeof(StoreUseSettings),
                typeof(StoreKeySettings),
                typeof(ExternalSecretSettings),
                typeof(SecretStoreSettings),
                typeof(RemoteValueSettings),
                typeof(StoreMetricsSettings),
                typeof(OperatorNamespaceSettings),
                typeof(StoreRotationSettings),
                typeof(TopicSettings),
                typeof(StoreBackupSettings),
                typeof(StoreDrillSettings),
                typeof(StoreRestoreSettings),
            ],
            Example = """
                faultTolerance: development
                stores:
                  orders-db: {kind: postgres, version: 18, size: 20Gi, backup: {to: backups, every: 6h, drill: 7d}}
                  queue: {kind: rabbitmq}
                  backups: {kind: s3, form: external, host: s3.example.com, secret: backups}
                services:
                  orders:
                    image: shop/orders:2.0
                    port: 8080
                    uses: [orders-db, {store: queue, dialects: [url]}]
                """,
        },
    ];
}
