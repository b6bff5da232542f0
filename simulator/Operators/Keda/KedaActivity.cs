using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.Keda;

/// <summary>Reads the sum of the series of an external metric, in thousandths; null if there are none.</summary>
/// <param name="inNamespace">The namespace.</param>
/// <param name="metric">The metric.</param>
/// <param name="selector">Selects the series.</param>
internal delegate long? ReadExternalMetric(string inNamespace, string metric, JsonObject selector);

/// <summary>
/// What an autoscaler cannot do: starts the first pod of a workload when a trigger becomes active, and stops the last one when none has
/// been active for the cooldown period. A metric that is not set is that of an empty queue.
/// </summary>
internal sealed class KedaActivity(StandInContext context, ReadExternalMetric read)
{
    private const int DefaultPollingInterval = 30;
    private const int DefaultCooldown = 300;
    private const string LastActive = "lastActiveTime";

    /// <summary>The time between two looks at the triggers.</summary>
    public static TimeSpan GetInterval(PlainObject item) => GetTime(item, "pollingInterval", DefaultPollingInterval);

    /// <summary>Brings the number of pods above or to zero.</summary>
    /// <param name="item">The ScaledObject.</param>
    /// <param name="target">Its workload.</param>
    /// <param name="metrics">The metrics of its triggers.</param>
    /// <returns>The fields of its status that change, and whether it is active.</returns>
    public (JsonObject Fields, Condition Active) Follow(PlainObject item, KubeObject target, IReadOnlyList<JsonObject> metrics)
    {
        var (minimum, current) = (item.Source.Spec.Number("minReplicaCount") ?? 0, target.Spec.Number("replicas") ?? 1);
        var last = item.Source.Status.Time(LastActive);
        if (IsActive(item, metrics))
        {
            if (current == 0)
            {
                Scale(target, Math.Max(minimum, 1));
            }

            // Each write of the status leads here again.
            var isStale = last is null || context.Now - last >= GetInterval(item);
            return (
                isStale ? new JsonObject { [LastActive] = Timestamps.Format(context.Now) } : [],
                new Condition("Active", "True", "ScalerActive", "Scaling is performed because triggers are active")
            );
        }

        if (current < minimum)
        {
            Scale(target, minimum);
        }
        else if (minimum == 0 && current > 0)
        {
            var since = last is { } time
                ? time + GetTime(item, "cooldownPeriod", DefaultCooldown)
                : item.Source.CreationTime + GetTime(item, "initialCooldownPeriod", 0);
            if (context.Now < since)
            {
                return ([], new Condition("Active", "False", "ScalerCooldown", "Scaler cooling down because triggers are not active"));
            }

            Scale(target, 0);
        }

        return ([], new Condition("Active", "False", "ScalerNotActive", "Scaling is not performed because triggers are not active"));
    }

    private bool IsActive(PlainObject item, IReadOnlyList<JsonObject> metrics) =>
        item
            .Source.Spec.Objects("triggers")
            .Zip(metrics)
            .Any(pair =>
                pair.Second.Text("external", "metric", "name") is { } name
                && read(item.Namespace, name, pair.Second.Map("external", "metric", "selector") ?? []) is { } value
                && value > KedaMetrics.GetActivation(pair.First) * 1000
            );

    private void Scale(KubeObject target, long replicas) =>
        context.Client.Patch(
            target.Resource,
            target.Namespace,
            target.Name,
            new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } }
        );

    private static TimeSpan GetTime(PlainObject item, string field, int otherwise) =>
        TimeSpan.FromSeconds(item.Source.Spec.Number(field) ?? otherwise);
}
