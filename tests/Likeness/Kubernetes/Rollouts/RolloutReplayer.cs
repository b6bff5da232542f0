using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Likeness.Kubernetes.Comparison;
using Likeness.Kubernetes.Recordings;

namespace Likeness.Kubernetes.Rollouts;

/// <summary>
/// Workload controllers over time against recordings of Kubernetes 1.36: final states, sequences of states, bounds, events, answers and
/// hashes.
/// </summary>
internal sealed class RolloutReplayer : IRecordingKind
{
    // The scheduler and kubelets of the recordings were substitutes without events.
    private static readonly HashSet<string?> NotRecorded = ["default-scheduler", "kubelet"];

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool Recognises(JsonObject content) => content.ContainsKey("runs") && content.ContainsKey("invariants");

    public IEnumerable<RecordedCase> GetCases(string part, JsonObject content)
    {
        var folder = Path.GetDirectoryName(part) ?? "";
        var name = content.Text("name") ?? Path.GetFileName(part);
        var invariants = content.Map("invariants")!;
        var replay = new Lazy<RolloutReplay>(() => Replay(content));
        return
        [
            Case("final state", r => CompareFinalState(invariants.Map("finalState")!, Varying(invariants), r.Trace)),
            Case("sequences", r => CompareSequences(EqualSequences(content), r.Trace)),
            Case("bounds", r => CompareBounds(invariants, r)),
            Case("events", r => CompareEvents(invariants, r.Trace)),
            Case("answers", r => r.Differences),
            Case("hashes", r => CompareHashes(content.Map("templateHashes") ?? [], r.Trace)),
        ];

        RecordedCase Case(string aspect, Func<RolloutReplay, IReadOnlyList<Difference>> compare) =>
            new(folder, $"{name} {aspect}", IsIndependent: true, () => Task.FromResult(compare(replay.Value)));
    }

    private static RolloutReplay Replay(JsonObject recording)
    {
        using var replay = new RolloutReplay(recording);
        replay.Run();
        return replay;
    }

    // The states of each object in the first run, without those that only the trace shows.
    private static Dictionary<string, List<JsonObject>> EqualSequences(JsonObject recording)
    {
        var wanted = recording.Map("invariants").Array("objectsWithEqualSequence")!.Select(key => key!.GetValue<string>()).ToHashSet();
        return recording
            .Objects("runs")
            .First()
            .Objects("trace")
            .GroupBy(entry => $"{entry.Text("kind")}/{entry.Text("name")}")
            .Where(entries => wanted.Contains(entries.Key))
            .ToDictionary(entries => entries.Key, entries => entries.Select(WithoutVolatile).ToList());
    }

    private static JsonObject WithoutVolatile(JsonObject entry)
    {
        var state = (JsonObject)entry.DeepClone();
        state.Remove("t");
        state.Remove("nodeName");
        return state;
    }

    private static List<Difference> CompareFinalState(JsonObject wanted, HashSet<string> varying, RolloutTrace trace)
    {
        var differences = new List<Difference>();
        foreach (var (key, state) in wanted)
        {
            if (!trace.Final.TryGetValue(key, out var found))
            {
                differences.Add(new(key, Text(state!), Difference.Absent));
            }
            else if (Text(state!) != Text(found))
            {
                differences.Add(new(key, Text(state!), Text(found)));
            }
        }

        // Objects whose state differed between the recorded runs are listed separately.
        foreach (var key in trace.Final.Keys.Where(key => !wanted.ContainsKey(key) && !varying.Contains(key)))
        {
            differences.Add(new(key, Difference.Absent, Text(trace.Final[key])));
        }

        return differences;
    }

    private static HashSet<string> Varying(JsonObject invariants) =>
        [.. invariants.Array("finalStateVaries")!.Select(key => key!.GetValue<string>())];

    private static List<Difference> CompareSequences(Dictionary<string, List<JsonObject>> wanted, RolloutTrace trace)
    {
        var differences = new List<Difference>();
        foreach (var (key, states) in wanted)
        {
            var all = states.Select(Text).ToList();
            // Changes that the reduced form does not show are omitted, as in the trace.
            var expected = all.Where((state, index) => index == 0 || state != all[index - 1]).ToList();
            var found = trace.Sequences.GetValueOrDefault(key, []).Select(Text).ToList();
            if (!expected.SequenceEqual(found))
            {
                differences.Add(new(key, string.Join('\n', expected), string.Join('\n', found)));
            }
        }

        return differences;
    }

    // Within what the recorded runs did; runs on a real machine differ by a pod or so at the edges, and so the recorded extremes are the
    // bounds.
    private static List<Difference> CompareBounds(JsonObject invariants, RolloutReplay replay)
    {
        var differences = new List<Difference>();
        foreach (var step in invariants.Objects("perStep"))
        {
            // The recording contains zeros for steps without any observation.
            if (step.Number("maxPods") == 0 || !replay.Bounds.TryGetValue((int)step.Number("step")!, out var found))
            {
                continue;
            }

            if (step.Number("minReadyPods") is { } ready && found.MinReadyPods < ready)
            {
                differences.Add(new($"step {step.Number("step")} ready pods", $"at least {ready}", $"{found.MinReadyPods}"));
            }

            if (step.Number("maxActivePods") is { } most && found.MaxActivePods > most)
            {
                differences.Add(new($"step {step.Number("step")} pods", $"at most {most}", $"{found.MaxActivePods}"));
            }

            if (step.Number("maxPods") is { } all && found.MaxPods > all)
            {
                differences.Add(new($"step {step.Number("step")} pods with terminating ones", $"at most {all}", $"{found.MaxPods}"));
            }

            if (step.Number("minSumOfReplicaSetReplicas") is { } least && found.MinReplicas < least)
            {
                differences.Add(new($"step {step.Number("step")} replicas", $"at least {least}", $"{found.MinReplicas}"));
            }

            if (step.Number("maxSumOfReplicaSetReplicas") is { } sum && found.MaxReplicas > sum)
            {
                differences.Add(new($"step {step.Number("step")} replicas", $"at most {sum}", $"{found.MaxReplicas}"));
            }
        }

        return differences;
    }

    private static List<Difference> CompareEvents(JsonObject invariants, RolloutTrace trace)
    {
        var found = trace.Events.Where(e => !NotRecorded.Contains(e.Text("component"))).ToLookup(EventText);
        var differences = new List<Difference>();
        var wanted = invariants.Objects("events").ToDictionary(EventText, e => e.Number("count"));
        foreach (var (text, count) in wanted)
        {
            var sum = found[text].Sum(e => e.Number("count") ?? 0);
            if (!found.Contains(text))
            {
                differences.Add(new("event", text, Difference.Absent));
            }
            else if (count is { } times && sum != times)
            {
                differences.Add(new($"count of event {text}", $"{times}", $"{sum}"));
            }
        }

        var optional = invariants.Objects("eventsNotInAllRuns").Select(EventText).ToHashSet();
        differences.AddRange(
            found
                .Select(e => e.Key)
                .Where(text => !wanted.ContainsKey(text) && !optional.Contains(text))
                .Select(text => new Difference("event", Difference.Absent, text))
        );
        return differences;
    }

    // The names of ReplicaSets and revisions contain these values.
    private static List<Difference> CompareHashes(JsonObject wanted, RolloutTrace trace)
    {
        var found = trace.Hashes.ToDictionary(hash => hash.Key, hash => hash.Value);
        return
        [
            .. wanted
                .Where(hash => hash.Value!.GetValue<string>() != found.GetValueOrDefault(hash.Key))
                .Select(hash => new Difference(
                    hash.Key,
                    hash.Value!.GetValue<string>(),
                    found.GetValueOrDefault(hash.Key) ?? Difference.Absent
                )),
        ];
    }

    private static string EventText(JsonObject entry) =>
        $"{entry.Text("component")} {entry.Text("eventType")} {entry.Text("object", "kind")}/{entry.Text("object", "name")} {entry.Text("reason")}: {entry.Text("message")}";

    private static string Text(JsonNode node) => RolloutTrace.Sorted(node)!.ToJsonString(Readable);
}
