using System.Globalization;
using System.Text.RegularExpressions;
using Infra.Rehearsal.Clusters;
using Infra.Rehearsal.Results;
using Infra.Simulator.Nodes.Pools;

namespace Infra.Rehearsal.Running;

/// <summary>Takes the events of the cluster that a reader of the report should see into its timeline.</summary>
internal sealed partial class ClusterEvents(RehearsedCluster cluster, Timeline timeline)
{
    private readonly Dictionary<string, int> _sizes = new(StringComparer.Ordinal);

    /// <summary>Reads the events since the last call.</summary>
    public void Read()
    {
        var evicted = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var one in cluster.Cluster.TakeEvents())
        {
            if (one.Reason == "SuccessfulRescale")
            {
                AddScaling(one.Namespace, one.Name, one.Message);
            }
            else if (one.Reason is "ScaledUpGroup")
            {
                timeline.Add(
                    TimelineEventType.Node,
                    one.Name.Replace(NodePool.GetObjectName(""), "", StringComparison.Ordinal),
                    one.Message
                );
            }
            else if (one.Reason is "ScaleDown" or "ScaleDownFailed" && one.Kind == "Node")
            {
                timeline.Add(TimelineEventType.Node, one.Name, one.Message);
            }
            else if (
                one is { Reason: "TaintManagerEviction", Kind: "Pod" }
                && !one.Message.StartsWith("Cancelling", StringComparison.Ordinal)
            )
            {
                var service = cluster.FindServiceOfPod(one.Namespace, one.Name) ?? $"{one.Namespace}/{one.Name}";
                evicted[service] = evicted.GetValueOrDefault(service) + 1;
            }
        }

        foreach (var (service, count) in evicted)
        {
            var text =
                count == 1 ? $"a pod of {service} is evicted from a lost node" : $"{count} pods of {service} are evicted from lost nodes";
            timeline.Add(TimelineEventType.Pod, service, text);
        }

        Remember();
    }

    private void AddScaling(string inNamespace, string name, string message)
    {
        if (
            NewSize().Match(message) is not { Success: true } match
            || cluster.Cluster.Autoscalers.FirstOrDefault(one => one.Source.Namespace == inNamespace && one.Source.Name == name)
                is not { } autoscaler
        )
        {
            return;
        }

        var size = int.Parse(match.Groups["size"].Value, CultureInfo.InvariantCulture);
        var subject = cluster.FindService(inNamespace, autoscaler.TargetKind, autoscaler.TargetName) ?? autoscaler.TargetName;
        var before = _sizes.GetValueOrDefault($"{inNamespace}/{name}");
        _sizes[$"{inNamespace}/{name}"] = size;
        var reason = match.Groups["reason"].Value.Replace(" utilization (percentage of request)", "", StringComparison.Ordinal);
        timeline.Add(TimelineEventType.Scaling, subject, before == 0 ? $"{size} pods: {reason}" : $"{before} → {size} pods: {reason}");
    }

    private void Remember()
    {
        foreach (var autoscaler in cluster.Cluster.Autoscalers)
        {
            var key = $"{autoscaler.Source.Namespace}/{autoscaler.Source.Name}";
            if (autoscaler.Desired > 0)
            {
                _sizes[key] = autoscaler.Desired;
            }
        }
    }

    [GeneratedRegex(@"^New size: (?<size>\d+); reason: (?<reason>.*)$")]
    private static partial Regex NewSize();
}
