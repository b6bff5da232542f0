namespace Infra.Backend.Checks.K3s;

/// <summary>Checks that K3s does not run a second one of a cluster's add-ons.</summary>
internal sealed class K3sAddonCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var cluster in K3sClusters.Find(review))
        {
            var addons = cluster.Settings.Addons;
            (string Key, bool IsSet, string Component)[] shared =
            [
                ("metricsServer", addons.MetricsServer is not null, "metrics-server"),
                ("ingress", addons.Ingress is not null, "traefik"),
            ];
            foreach (var (key, _, component) in shared.Where(part => part.IsSet && !cluster.Settings.Disable.Contains(part.Component)))
            {
                review.Reject(
                    cluster.Path.Key("addons").Key(key),
                    $"K3s brings {component}, and the two would take the same names or ports",
                    $"add {component} to 'disable', or remove the add-on",
                    cluster.Path.Key("disable")
                );
            }
        }
    }
}
