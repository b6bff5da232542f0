using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks.Stores;

/// <summary>Checks that no two databases of a MongoDB differ in case only: it creates one of them.</summary>
internal sealed class StoreDatabaseCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var store in ReviewedStore.Find(review).Where(store => store.Settings.Kind == StoreKind.Mongodb))
        {
            var known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            if (StorePlanner.FindDatabase(store.Name, store.Settings) is { } own)
            {
                known[own] = own;
            }

            foreach (var (service, database, at) in FindDatabases(review, store.Name))
            {
                if (!known.TryAdd(database, database) && known[database] != database)
                {
                    service.Reject(
                        at,
                        $"MongoDB takes '{database}' and '{known[database]}' for one database",
                        $"write '{known[database]}'"
                    );
                }
            }
        }
    }

    private static IEnumerable<(ServiceUnderReview Service, string Database, SettingsPath At)> FindDatabases(
        SettingsReview review,
        string store
    ) =>
        from service in review.Services()
        from item in service.Settings.Uses.Index()
        where item.Item.Store == store && item.Item.Database is not null
        select (service, item.Item.Database, service.At("uses").Item(item.Index).Key("database"));
}
