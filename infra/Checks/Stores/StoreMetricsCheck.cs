using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Metrics;
using Infra.Backend.Settings;
using Infra.Kubernetes;

namespace Infra.Backend.Checks.Stores;

/// <summary>Checks that the Secret of an exporter's user is one, and that the store has such an exporter.</summary>
internal sealed class StoreMetricsCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var store in ReviewedStore.Find(review))
        {
            if (store.Settings.Metrics.Secret is not { } secret)
            {
                continue;
            }

            var path = store.At("metrics").Key("secret");
            if (FindProblem(store) is { } problem)
            {
                store.Reject(path, problem, "remove it");
            }
            else if (!ObjectNames.IsSubdomain(secret))
            {
                store.Reject(path, $"'{secret}' is not a valid name of a Secret", "use lower case letters, digits and dashes");
            }
        }
    }

    private static string? FindProblem(ReviewedStore store) =>
        store.Form == StoreForm.Operator ? "the operator has a user for the metrics"
        : StoreExporter.Find(store.Settings.Kind) is null ? $"no exporter is supported for {store.Kind}"
        : store.Settings.Kind == StoreKind.Kafka && !ExternalCredentials.Exist(store.Settings)
            ? "a kafka without authentication has no users"
        : null;
}
