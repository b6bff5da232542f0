using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Checks;

/// <summary>Checks the labels and taints of nodes, and the container runtimes, by which pods are scheduled.</summary>
internal sealed class NodeCheck : ISettingsCheck
{
    private static readonly SettingsPath Root = SettingsPath.Root;

    public void Check(SettingsReview review)
    {
        CheckPools(review, "pools", review.Settings.Pools);
        CheckPools(review, "performance", review.Settings.Performance);
        foreach (var (name, runtime) in review.Settings.Runtimes)
        {
            CheckRuntime(review, Root.Key("runtimes").Key(name), runtime);
        }

        foreach (var service in review.Services())
        {
            CheckTolerations(review, service.At("placement", "tolerations"), service.Settings.Placement.Tolerations);
        }
    }

    private static void CheckPools(SettingsReview review, string collection, IReadOnlyDictionary<string, PoolSettings> pools)
    {
        foreach (var (name, pool) in pools)
        {
            var at = Root.Key(collection).Key(name);
            CheckLabels(review, at.Key("labels"), pool.Labels);
            CheckTolerations(review, at.Key("tolerations"), pool.Tolerations);
        }
    }

    private static void CheckRuntime(SettingsReview review, SettingsPath at, RuntimeSettings runtime)
    {
        if (!KubernetesNames.IsLabel(runtime.Handler))
        {
            review.Reject(
                at,
                $"'{runtime.Handler}' is not a valid name of a handler",
                "write its name in the configuration of the nodes' container runtime, such as runsc"
            );
        }

        ResourceCheck.CheckAmounts(review, at.Key("overhead"), runtime.Overhead);
        CheckLabels(review, at.Key("labels"), runtime.Labels);
        CheckTolerations(review, at.Key("tolerations"), runtime.Tolerations);
    }

    /// <summary>Checks labels of nodes.</summary>
    internal static void CheckLabels(SettingsReview review, SettingsPath at, IReadOnlyDictionary<string, string> labels)
    {
        foreach (var (key, value) in labels)
        {
            if (!KubernetesNames.IsLabelKey(key) || !KubernetesNames.IsLabelValue(value))
            {
                review.Reject(
                    at.Key(key),
                    $"'{key}: {value}' is not a valid label",
                    "use at most 63 letters, digits, '-', '_' and '.' each; 'kubectl get nodes --show-labels' lists the labels of the nodes"
                );
            }
        }
    }

    /// <summary>The rules of <c>ValidateTolerations</c> in Kubernetes' <c>pkg/apis/core/validation</c>.</summary>
    private static void CheckTolerations(SettingsReview review, SettingsPath at, IReadOnlyList<TolerationSettings> tolerations)
    {
        for (var i = 0; i < tolerations.Count; i++)
        {
            CheckToleration(review, at.Item(i), tolerations[i]);
        }
    }

    private static void CheckToleration(SettingsReview review, SettingsPath at, TolerationSettings toleration)
    {
        if (toleration == new TolerationSettings())
        {
            review.Reject(at, "an empty toleration tolerates every taint", "name a 'key', or write '{operator: exists}' if that is meant");
        }
        else if (toleration.Key is { } key && (!KubernetesNames.IsLabelKey(key) || !KubernetesNames.IsLabelValue(toleration.Value ?? "")))
        {
            review.Reject(
                at,
                $"'{toleration.Key}={toleration.Value}' is not a valid taint",
                "use at most 63 letters, digits, '-', '_' and '.' each"
            );
        }
        else if (toleration is { Key: null, Value: not null } or { Key: null, Operator: TolerationOperator.Equal })
        {
            review.Reject(at, "a toleration of every key compares no value", "add 'key', or remove 'value' and 'operator: equal'");
        }
        else if (toleration is { Operator: TolerationOperator.Exists, Value: not null })
        {
            review.Reject(at.Key("value"), "the operator 'exists' compares no value", "remove the value, or the operator");
        }
        else if (toleration is { Operator: TolerationOperator.Equal, Value: null })
        {
            review.Reject(at, "the operator 'equal' needs a value", "add 'value', which may be \"\", or remove the operator for any value");
        }

        if (toleration.For is { } time && toleration.Effect != TaintEffect.NoExecute)
        {
            review.Reject(
                at.Key("for"),
                $"only pods that the effect 'noExecute' evicts can stay for {Duration.Format(time)}",
                "add 'effect: noExecute', or remove 'for'",
                at.Key("for"),
                at.Key("effect")
            );
        }
    }
}
