using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Kubernetes;

namespace Infra.Backend.Checks.Stores;

/// <summary>Checks the settings of a store that do not depend on its form: version, image, amounts, database and topics.</summary>
internal sealed class StoreCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var store in ReviewedStore.Find(review))
        {
            CheckVersion(store);
            CheckImage(store);
            CheckAmounts(store);
            CheckDatabase(store);
            CheckTopics(store);
            CheckReferences(store);
        }
    }

    private static void CheckVersion(ReviewedStore store)
    {
        if (store.Settings.Version is not { } version)
        {
            return;
        }

        if (StoreImage.Known(store.Settings.Kind, store.Form) is not { } images)
        {
            if (store.Review.AreTogether(store.At("form"), store.At("version")))
            {
                store.Reject(
                    store.At("version"),
                    $"the version of a store of the kind '{store.Kind}' is the operator's to choose",
                    "remove it"
                );
            }

            return;
        }

        string[] known = [.. images.Versions.Select(one => one.Version)];
        if (!StoreImage.IsVersion(version.Value))
        {
            store.Reject(store.At("version"), $"'{version}' is not a version", $"write a number, such as {known[0]}");
        }
        else if (StoreImage.Find(store.Settings, store.Form) is null)
        {
            store.Reject(
                store.At("version"),
                $"{(store.Form == StoreForm.Operator ? StoreOperator.Of(store.Settings.Kind).Facts.Name : store.Kind)} has no image of version {version}",
                $"write one of {string.Join(", ", known)}{(images.HasPatches ? ", a patch of it" : "")}, or an 'image' beside it"
            );
        }
    }

    private static void CheckImage(ReviewedStore store)
    {
        if (store.Settings.Image is not { } image)
        {
            return;
        }

        if (GoneImages.Find(image.Reference!) is { } gone)
        {
            var usual = StoreImage.Find(store.Settings with { Image = null }, store.Form)?.Image.Reference?.ToString()
                ?? StoreImage.Known(store.Settings.Kind, store.Form)?.Default.ToString();
            var cure = usual is null ? "" : $": the image is then {usual}";
            store.Reject(store.At("image"), $"'{image.Reference}' cannot be pulled: {gone}", $"remove it{cure}");
        }
        else if (store.Settings.Version is null)
        {
            store.Reject(store.At("image"), "the version of this image's server is not known", "write 'version' beside it");
        }
    }

    private static void CheckAmounts(ReviewedStore store)
    {
        if (store.Settings.Size is { } size && AmountProblem.Find("size", size) is { } problem)
        {
            store.Reject(store.At("size"), problem.Text, "write it as 20Gi");
        }
        else if (store.Settings.Size is { IsZero: true })
        {
            store.Reject(store.At("size"), "a volume cannot be empty", "write it as 20Gi");
        }

        if (store.Settings.Replicas is { } replicas && replicas % 2 == 0 && StoreFacts.Of(store.Settings.Kind).NeedsMajority)
        {
            store.Reject(
                store.At("replicas"),
                $"{replicas} servers of {store.Kind} need as many for a majority as {replicas + 1}, and fail more often",
                $"write {replicas - 1} or {replicas + 1}"
            );
        }

        CheckResources(store);
    }

    private static void CheckResources(ReviewedStore store)
    {
        if (store.Settings.Resources is not { } resources)
        {
            return;
        }

        if (resources.Size is { } size && !store.Review.Settings.Sizes.ContainsKey(size))
        {
            store.Reject(store.At("resources"), $"there is no size '{size}'", Suggestion.For(size, [.. store.Review.Settings.Sizes.Keys]));
        }

        foreach (var (group, amounts) in new[] { ("requests", resources.Requests), ("limits", resources.Limits) })
        {
            foreach (var (key, amount) in ResourceAmounts.Kinds)
            {
                if (amount(amounts) is { } quantity && AmountProblem.Find(key, quantity) is { } problem)
                {
                    store.Reject(store.At("resources").Key(group).Key(key), problem.Text, problem.Cure);
                }
            }
        }
    }

    private static void CheckDatabase(ReviewedStore store)
    {
        if (store.Settings.Database is { } database && DatabaseNames.Find(store, database) is { } problem)
        {
            store.Reject(store.At("database"), problem.Text, problem.Cure);
        }
        else if (
            store.Settings.Database is null
            && StorePlanner.FindDatabase(store.Name, store.Settings) is { } derived
            && DatabaseNames.Find(store, derived) is { } unsuitable
        )
        {
            store.Reject(store.Path, $"{unsuitable.Text}, and the store's name is the default", "write 'database' with another name");
        }
    }

    private static void CheckTopics(ReviewedStore store)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var topic in store.Settings.Topics.Keys)
        {
            if (store.Settings.Kind != StoreKind.Kafka)
            {
                store.Reject(store.At("topics"), $"a store of the kind '{store.Kind}' has no topics", "remove it, or write 'kind: kafka'");
                return;
            }

            if (DatabaseNames.FindForTopic(topic) is { } problem)
            {
                store.Reject(store.At("topics").Key(topic), problem.Text, problem.Cure);
            }

            // Names of metrics have underscores instead of dots.
            if (!known.TryAdd(topic.Replace('.', '_'), topic))
            {
                store.Reject(
                    store.At("topics").Key(topic),
                    $"Kafka refuses '{topic}' beside '{known[topic.Replace('.', '_')]}', because it takes '.' and '_' for the same in metrics",
                    "rename one of the two"
                );
            }
        }
    }

    private static void CheckReferences(ReviewedStore store)
    {
        ReferenceCheck.CheckName(store.Review, store.At("secret"), store.Settings.Secret, "a Secret");
        ReferenceCheck.CheckName(store.Review, store.At("storageClass"), store.Settings.StorageClass, "a StorageClass");
        if (store.Settings.Pool is { } pool && !store.Review.Settings.Pools.ContainsKey(pool))
        {
            store.Reject(store.At("pool"), $"there is no pool '{pool}'", Suggestion.For(pool, [.. store.Review.Settings.Pools.Keys]));
        }

        if (store.Settings.Owner is { } owner && !KubernetesNames.IsLabelValue(owner))
        {
            store.Reject(
                store.At("owner"),
                $"'{owner}' is not a valid label value",
                "use at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends"
            );
        }
    }
}
