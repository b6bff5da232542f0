using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks.Stores;

/// <summary>
/// Checks the databases of a store against each other. MongoDB takes two that differ in case only for one. Percona's operator of XtraDB
/// Cluster grants rights on a name in which '_' stands for any letter.
/// </summary>
internal sealed class StoreDatabaseCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var store in ReviewedStore.Find(review))
        {
            if (store.Settings.Kind == StoreKind.Mongodb)
            {
                Check(
                    review,
                    store,
                    (known, name) => known != name && known.Equals(name, StringComparison.OrdinalIgnoreCase),
                    (known, name) => new($"MongoDB takes '{name}' and '{known}' for one database", $"write '{known}'")
                );
            }
            else if (store is { Settings.Kind: StoreKind.Mysql, Form: StoreForm.Operator })
            {
                Check(
                    review,
                    store,
                    (known, name) => known != name && (Matches(known, name) || Matches(name, known)),
                    (known, name) =>
                        new(
                            $"the users of one of the databases '{name}' and '{known}' could use the other: Percona's operator lets '_' stand for any letter",
                            "choose a name of another length"
                        )
                );
            }
        }
    }

    private static void Check(
        SettingsReview review,
        ReviewedStore store,
        Func<string, string, bool> areTooClose,
        Func<string, string, NameProblem> describe
    )
    {
        var known = new List<string>();
        if (StorePlanner.FindDatabase(store.Name, store.Settings) is { } own)
        {
            known.Add(own);
        }

        foreach (var (service, database, at) in FindDatabases(review, store.Name))
        {
            if (known.Find(name => areTooClose(name, database)) is { } other && describe(other, database) is var problem)
            {
                service.Reject(at, problem.Text, problem.Cure);
            }
            else
            {
                known.Add(database);
            }
        }
    }

    /// <summary>Whether a name fits a pattern in which an underscore stands for any letter.</summary>
    private static bool Matches(string pattern, string name) =>
        pattern.Length == name.Length && pattern.Zip(name).All(pair => pair.First == '_' || pair.First == pair.Second);

    private static IEnumerable<(ServiceUnderReview Service, string Database, SettingsPath At)> FindDatabases(
        SettingsReview review,
        string store
    ) =>
        from service in review.Services()
        from item in service.Settings.Uses.Index()
        where item.Item.Store == store && item.Item.Database is not null
        select (service, item.Item.Database, service.At("uses").Item(item.Index).Key("database"));
}
