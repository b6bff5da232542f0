using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Likeness.Kubernetes.Rollouts;

/// <summary>
/// The changes in a namespace, in the reduced form of the rollout recordings: hashes, suffixes and minutes are numbered by order of
/// appearance.
/// </summary>
internal sealed partial class RolloutTrace
{
    private static readonly (GroupResource Resource, string Kind)[] Kinds =
    [
        (GroupResource.Deployments, "Deployment"),
        (GroupResource.ReplicaSets, "ReplicaSet"),
        (GroupResource.StatefulSets, "StatefulSet"),
        (GroupResource.DaemonSets, "DaemonSet"),
        (GroupResource.ControllerRevisions, "ControllerRevision"),
        (GroupResource.Jobs, "Job"),
        (GroupResource.CronJobs, "CronJob"),
        (GroupResource.PodDisruptionBudgets, "PodDisruptionBudget"),
        (GroupResource.Pods, "Pod"),
        (GroupResource.Events, "Event"),
    ];

    private readonly List<(WatchStream Stream, string Kind)> _streams;
    private readonly Dictionary<string, string> _names = [];
    private readonly Dictionary<string, int> _counts = [];
    private readonly Dictionary<string, KubeObject> _pods = [];
    private readonly Dictionary<string, long> _replicas = [];
    private (int MinReady, int MaxActive, int MaxPods, int MinReplicas, int MaxReplicas) _bounds;

    public RolloutTrace(ObjectStore store, string inNamespace) =>
        _streams = [.. Kinds.Select(k => (store.Watch(k.Resource, inNamespace), k.Kind))];

    public Dictionary<string, List<JsonObject>> Sequences { get; } = [];

    public Dictionary<string, JsonObject> Final { get; } = [];

    /// <summary>The hashes of templates and revisions by their numbered names.</summary>
    public IEnumerable<KeyValuePair<string, string>> Hashes =>
        _names
            .Where(name => name.Value.StartsWith("<hash", StringComparison.Ordinal))
            .Select(name => KeyValuePair.Create(name.Value, name.Key));

    public List<JsonObject> Events { get; } = [];

    public RolloutBoundsSeen BoundsOfStep =>
        new(_bounds.MinReady, _bounds.MaxActive, _bounds.MaxPods, _bounds.MinReplicas, _bounds.MaxReplicas);

    /// <summary>Begins new bounds.</summary>
    public void StartStep() => _bounds = (Ready(), Active(), Unfinished(), Replicas(), Replicas());

    /// <summary>Reads the changes since the last call, in order.</summary>
    public void Read()
    {
        var happened = new List<(WatchEvent Event, string Kind)>();
        foreach (var (stream, kind) in _streams)
        {
            while (stream.TryRead(out var one))
            {
                happened.Add((one, kind));
            }
        }

        foreach (var (one, kind) in happened.OrderBy(h => h.Event.Version))
        {
            Add(one, kind);
        }
    }

    public static JsonNode? Sorted(JsonNode? node) =>
        node switch
        {
            JsonObject map => new JsonObject(
                map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))
            ),
            JsonArray list => new JsonArray([.. list.Select(Sorted)]),
            _ => node is null ? null : JsonNode.Parse(node.ToJsonString()),
        };

    private void Add(WatchEvent happened, string kind)
    {
        var item = happened.Item;
        LearnNames(item, kind);
        if (kind == "Event")
        {
            // Each message of a combined event counts as an event.
            var reduced = ReducedStates.Event(item, Rename);
            if (Events.FindLast(e => e.Text("key") == item.Name) is { } known && known.Text("message") == reduced.Text("message"))
            {
                known["count"] = reduced["count"]?.DeepClone();
            }
            else
            {
                Events.Add(reduced);
            }

            reduced["key"] = item.Name;
            return;
        }

        Count(happened, kind);
        var state = ReducedStates.Reduce(item, kind, Rename);
        var key = $"{kind}/{Rename(item.Name)}";
        var entry = new JsonObject { ["type"] = happened.Type.ToString().ToUpperInvariant() };
        foreach (var (name, value) in state)
        {
            entry[name] = value?.DeepClone();
        }

        if (!Sequences.TryGetValue(key, out var sequence))
        {
            Sequences[key] = sequence = [];
        }
        // Changes that the reduced form does not show are omitted, as in the recordings.
        if (
            happened.Type != WatchEventType.Modified
            || sequence.Count == 0
            || Sorted(entry)!.ToJsonString() != Sorted(sequence[^1])!.ToJsonString()
        )
        {
            sequence.Add(entry);
        }

        if (happened.Type == WatchEventType.Deleted)
        {
            Final.Remove(key);
        }
        else
        {
            Final[key] = state;
        }
    }

    private void Count(WatchEvent happened, string kind)
    {
        if (kind == "ReplicaSet")
        {
            _replicas[happened.Item.Name] = happened.Type == WatchEventType.Deleted ? 0 : happened.Item.Spec.Number("replicas") ?? 0;
        }

        if (kind == "Pod" && happened.Type == WatchEventType.Deleted)
        {
            _pods.Remove(happened.Item.Name);
        }
        else if (kind == "Pod")
        {
            _pods[happened.Item.Name] = happened.Item;
        }

        _bounds = (
            Math.Min(_bounds.MinReady, Ready()),
            Math.Max(_bounds.MaxActive, Active()),
            Math.Max(_bounds.MaxPods, Unfinished()),
            Math.Min(_bounds.MinReplicas, Replicas()),
            Math.Max(_bounds.MaxReplicas, Replicas())
        );
    }

    /// <summary>Whether a pod is ready.</summary>
    public static bool IsReady(KubeObject pod) =>
        pod.Status.Objects("conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True");

    private int Ready() => _pods.Values.Count(p => !p.IsDeleting && IsReady(p));

    private int Active() => _pods.Values.Count(p => !p.IsDeleting && !IsFinished(p));

    private int Unfinished() => _pods.Values.Count(p => !IsFinished(p));

    private int Replicas() => (int)_replicas.Values.Sum();

    private static bool IsFinished(KubeObject pod) => pod.Status.Text("phase") is "Succeeded" or "Failed";

    private void LearnNames(KubeObject item, string kind)
    {
        if (kind is "ReplicaSet" && item.Labels.TryGetValue("pod-template-hash", out var hash))
        {
            Learn(hash, "hash", "hash");
        }

        foreach (var label in (ReadOnlySpan<string>)["controller.kubernetes.io/hash", "controller-revision-hash"])
        {
            if (kind is "ControllerRevision" && item.Labels.TryGetValue(label, out var revision))
            {
                Learn(revision, "hash", "hash");
            }
        }

        if (kind is "Job" && item.Controller is { Kind: "CronJob" })
        {
            Learn(item.Name[(item.Name.LastIndexOf('-') + 1)..], "minute", "minute");
        }

        if (kind is "Pod" && item.Metadata.Text("generateName") is { } prefix)
        {
            Learn(item.Name[prefix.Length..], "suffix", "suffix " + prefix);
        }
    }

    private void Learn(string text, string word, string counter)
    {
        if (_names.ContainsKey(text))
        {
            return;
        }

        var number = _counts[counter] = _counts.GetValueOrDefault(counter) + 1;
        _names[text] = $"<{word}{number.ToString(CultureInfo.InvariantCulture)}>";
    }

    private string Rename(string text)
    {
        text = Uid().Replace(text, "<uid>");
        return Part().Replace(text, match => _names.GetValueOrDefault(match.Value, match.Value));
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uid();

    [GeneratedRegex("[a-z0-9]+")]
    private static partial Regex Part();
}
