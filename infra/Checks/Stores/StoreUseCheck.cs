using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks.Stores;

/// <summary>Checks which stores services use, and how.</summary>
internal sealed class StoreUseCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            for (var i = 0; i < service.Settings.Uses.Length; i++)
            {
                CheckUse(service, i, service.At("uses").Item(i));
            }
        }

        var used = review.Settings.Services.Values.SelectMany(service => service.Uses).Select(use => use.Store).ToHashSet();
        used.UnionWith(review.Settings.Stores.Values.Select(store => store.Backup?.To).OfType<string>());
        foreach (var name in review.Settings.Stores.Keys.Where(name => !used.Contains(name)))
        {
            review.Warn(
                SettingsPath.Root.Key("stores").Key(name),
                "no service uses this store",
                $"write 'uses: [{name}]' at one, or remove it"
            );
        }
    }

    private static void CheckUse(ServiceUnderReview service, int position, SettingsPath at)
    {
        var uses = service.Settings.Uses;
        var use = uses[position];
        if (!service.Review.StoreNames.Contains(use.Store))
        {
            service.Reject(at, $"there is no store '{use.Store}'", Suggestion.For(use.Store, service.Review.StoreNames));
            return;
        }

        if (uses.Take(position).Any(other => other.Store == use.Store))
        {
            service.Reject(at, $"'{use.Store}' is listed twice", "remove one");
            return;
        }

        if (!IsName(use.As))
        {
            service.Reject(at.Key("as"), $"'{use.As}' is not a name for variables", "use letters, digits, '-' and '_', a letter first");
        }

        if (uses.Take(position).Any(other => AreSame(other.As ?? other.Store, use.As ?? use.Store)))
        {
            service.Reject(
                at,
                $"the variables of another store have the name '{use.As ?? use.Store}', too",
                "write another name with 'as'"
            );
        }

        if (service.Review.Settings.Stores.TryGetValue(use.Store, out var store))
        {
            CheckStore(service, use, new ReviewedStore(service.Review, use.Store, store), at);
        }
    }

    private static void CheckStore(ServiceUnderReview service, StoreUseSettings use, ReviewedStore store, SettingsPath at)
    {
        if (use.Database is { } database && DatabaseNames.Find(store, database) is { } problem)
        {
            service.Reject(at.Key("database"), problem.Text, problem.Cure, at.Key("database"), store.At("kind"));
        }
        else if (use.Database is not null && store is { Form: StoreForm.Container, Settings.Kind: StoreKind.S3 })
        {
            service.Reject(
                at.Key("database"),
                "a store of the kind 's3' in a container has one bucket",
                "remove it, or declare another store",
                at.Key("database"),
                store.At("kind")
            );
        }

        if (StorePlan.HasUsersIn(store.Settings.Kind, store.Form))
        {
            CheckUser(service, store, at);
        }

        WarnAboutSharedVariables(service, use, at);
    }

    private static void CheckUser(ServiceUnderReview service, ReviewedStore store, SettingsPath at)
    {
        var rotation = store.Settings.Rotations.GetValueOrDefault(service.Name)?.Number ?? 0;

        // A rotation needs the names of both users.
        foreach (var user in new[] { 0, Math.Min(rotation, 1) }.Distinct().Select(number => StoreNames.User(service.Name, number)))
        {
            if (UserNames.Find(store, service.Name, user) is { } problem)
            {
                service.Reject(at, problem.Text, problem.Cure);
            }
        }
    }

    private static void WarnAboutSharedVariables(ServiceUnderReview service, StoreUseSettings use, SettingsPath at)
    {
        var stores = service.Review.Settings.Stores;
        if (service.Settings.Uses.All(other => stores.ContainsKey(other.Store)) && NeedsMain(use))
        {
            var main = StorePlanner.FindMain(service.Review.Settings, service.Settings.Uses, use);
            if (main != use && NeedsMain(main))
            {
                service.Review.Warn(
                    at,
                    $"the variables without a store's name are those of '{main.Store}', which comes first",
                    $"let the service read those of '{use.Store}' by its name, or list it first"
                );
            }
        }
    }

    /// <summary>Whether the dialects have variables without a store's name.</summary>
    private static bool NeedsMain(StoreUseSettings use) =>
        use.Dialects.Any(dialect => dialect is ConnectionDialect.Url or ConnectionDialect.Spring);

    private static bool AreSame(string one, string other) => ConnectionVariables.GetPrefix(one) == ConnectionVariables.GetPrefix(other);

    private static bool IsName(string? name) =>
        name is null
        || (
            name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
        );
}
