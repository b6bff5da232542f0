using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>
/// Checks the rules for spreading pods, by <c>validateTopologySpreadConstraints</c> in Kubernetes' <c>pkg/apis/core/validation</c>.
/// </summary>
internal sealed class SpreadCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            var (placement, at) = (service.Settings.Placement, service.At("placement", "spread"));
            if (service.Settings.Kind == ServiceKind.Daemon)
            {
                CheckDaemon(service, placement, at);
            }

            for (var i = 0; i < placement.Spread.Length; i++)
            {
                CheckConstraint(service, at.Item(i), placement.Spread[i]);
                CheckIsSingle(service, at.Item(i), placement.Spread[..i], placement.Spread[i]);
            }

            CheckReplaced(service, at, "zones", placement.Zones, SpreadConstraint.ZoneTopology);
            CheckReplaced(service, at, "nodes", placement.Nodes, SpreadConstraint.NodeTopology);
        }
    }

    private static void CheckDaemon(ServiceUnderReview service, PlacementSettings placement, SettingsPath at)
    {
        const string Problem = "a daemon runs once on every node, so its pods cannot be spread";
        if (!placement.Spread.IsEmpty)
        {
            service.Reject(at, Problem, "remove it", at, service.At("kind"));
        }

        (string Key, Spreading? Value)[] spreads = [("zones", placement.Zones), ("nodes", placement.Nodes)];
        foreach (var (key, _) in spreads.Where(spread => spread.Value is not null and not Spreading.Anywhere))
        {
            service.Review.Warn(service.At("placement", key), Problem, "remove it");
        }
    }

    private static void CheckConstraint(ServiceUnderReview service, SettingsPath at, SpreadSettings constraint)
    {
        if (!KubernetesNames.IsLabelKey(constraint.Topology))
        {
            service.Reject(
                at.Key("topology"),
                $"'{constraint.Topology}' is not a valid key of a label",
                "write a label of the nodes, such as topology.kubernetes.io/zone"
            );
        }

        if (constraint.MinDomains is not null && constraint.WhenUnsatisfiable != Unsatisfiable.DoNotSchedule)
        {
            service.Reject(
                at.Key("minDomains"),
                "Kubernetes allows it only for pods that may stay unscheduled",
                "add 'whenUnsatisfiable: doNotSchedule', or remove it",
                at.Key("minDomains"),
                at.Key("whenUnsatisfiable")
            );
        }

        for (var i = 0; i < (constraint.MatchLabelKeys?.Length ?? 0); i++)
        {
            var key = constraint.MatchLabelKeys!.Value[i];
            if (!KubernetesNames.IsLabelKey(key))
            {
                service.Reject(at.Key("matchLabelKeys").Item(i), $"'{key}' is not a valid key of a label", "write a label of the pods");
            }
            else if (ServiceLabels.SelectorKeys.Contains(key))
            {
                service.Reject(
                    at.Key("matchLabelKeys").Item(i),
                    $"only pods of this service count already, whose '{key}' is the same",
                    "remove it"
                );
            }
        }
    }

    private static void CheckIsSingle(
        ServiceUnderReview service,
        SettingsPath at,
        IEnumerable<SpreadSettings> before,
        SpreadSettings constraint
    )
    {
        if (before.Any(other => other.Topology == constraint.Topology && other.WhenUnsatisfiable == constraint.WhenUnsatisfiable))
        {
            service.Reject(
                at,
                $"there is another rule for '{constraint.Topology}' with the same 'whenUnsatisfiable', and Kubernetes allows one",
                "remove one of the two"
            );
        }
    }

    private static void CheckReplaced(ServiceUnderReview service, SettingsPath at, string setting, Spreading? spreading, string topology)
    {
        if (spreading is not null && SpreadConstraint.DoesSpread(service.Settings.Placement.Spread, topology))
        {
            service.Reject(
                service.At("placement", setting),
                $"'spread' has a rule of its own for '{topology}', so this has no effect",
                "remove one of the two",
                service.At("placement", setting),
                at
            );
        }
    }
}
