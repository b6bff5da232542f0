using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Recordings;

/// <summary>
/// Workload controllers over time against recordings of Kubernetes 1.36: final states, sequences of states, bounds, events and answers.
/// </summary>
public sealed class RolloutRecordingTests(ReplayedRollouts rollouts) : IClassFixture<ReplayedRollouts>
{
    // The scheduler and kubelets of the recordings were substitutes without events.
    private static readonly HashSet<string?> NotRecorded = ["default-scheduler", "kubelet"];

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string, string> Aspects
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (
                var file in Directory
                    .GetFiles(Path.Combine(AppContext.BaseDirectory, "Recordings", "Data", "rollout"))
                    .Order(StringComparer.Ordinal)
            )
            {
                foreach (var aspect in (string[])["final state", "sequences", "bounds", "events", "answers"])
                {
                    data.Add(Path.GetFileNameWithoutExtension(file), aspect);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Aspects))]
    public void Replay_Rollout_AgreesWithTheRecording(string name, string aspect)
    {
        var (recording, replay) = rollouts.Get(name);
        var invariants = recording.Map("invariants")!;
        var differences = aspect switch
        {
            "final state" => CompareFinalState(invariants.Map("finalState")!, Varying(invariants), replay.Trace),
            "sequences" => CompareSequences(recording.Map("equalSequences")!, replay.Trace),
            "bounds" => CompareBounds(invariants, replay),
            "events" => CompareEvents(invariants, replay.Trace),
            _ => replay.Differences,
        };
        Ratchet.OverTime.Check($"rollout {name} {aspect}", differences);
    }

    private static List<string> CompareFinalState(JsonObject wanted, HashSet<string> varying, RolloutTrace trace)
    {
        var differences = new List<string>();
        foreach (var (key, state) in wanted)
        {
            if (!trace.Final.TryGetValue(key, out var found))
            {
                differences.Add($"{key}: expected, but not there");
            }
            else if (Text(state!) != Text(found))
            {
                differences.Add($"{key}:\n  {Text(state!)} expected\n  {Text(found)} found");
            }
        }

        // Objects whose state differed between the recorded runs are listed separately.
        foreach (var key in trace.Final.Keys.Where(key => !wanted.ContainsKey(key) && !varying.Contains(key)))
        {
            differences.Add($"{key}: not expected");
        }

        return differences;
    }

    private static HashSet<string> Varying(JsonObject invariants) =>
        [.. invariants.Array("finalStateVaries")!.Select(key => key!.GetValue<string>())];

    private static List<string> CompareSequences(JsonObject wanted, RolloutTrace trace)
    {
        var differences = new List<string>();
        foreach (var (key, states) in wanted)
        {
            var all = states!.AsArray().Select(s => Text(s!)).ToList();
            // Changes that the reduced form does not show are omitted, as in the trace.
            var expected = all.Where((state, index) => index == 0 || state != all[index - 1]).ToList();
            var found = trace.Sequences.GetValueOrDefault(key, []).Select(Text).ToList();
            if (!expected.SequenceEqual(found))
            {
                differences.Add($"{key}:\n  {string.Join("\n  ", expected)} expected\n  {string.Join("\n  ", found)} found");
            }
        }

        return differences;
    }

    // Within what the recorded runs did; runs on a real machine differ by a pod or so at the edges, and so the recorded extremes are the
    // bounds.
    private static List<string> CompareBounds(JsonObject invariants, RolloutReplay replay)
    {
        var differences = new List<string>();
        foreach (var step in invariants.Objects("perStep"))
        {
            // The recording contains zeros for steps without any observation.
            if (step.Number("maxPods") == 0 || !replay.Bounds.TryGetValue((int)step.Number("step")!, out var found))
            {
                continue;
            }

            if (step.Number("minReadyPods") is { } ready && found.MinReadyPods < ready)
            {
                differences.Add($"step {step.Number("step")}: at least {ready} ready pods expected, {found.MinReadyPods} found");
            }

            if (step.Number("maxActivePods") is { } most && found.MaxActivePods > most)
            {
                differences.Add($"step {step.Number("step")}: at most {most} pods expected, {found.MaxActivePods} found");
            }

            if (step.Number("maxSumOfReplicaSetReplicas") is { } sum && found.MaxReplicas > sum)
            {
                differences.Add($"step {step.Number("step")}: at most {sum} replicas expected, {found.MaxReplicas} found");
            }
        }

        return differences;
    }

    private static List<string> CompareEvents(JsonObject invariants, RolloutTrace trace)
    {
        var found = trace.Events.Where(e => !NotRecorded.Contains(e.Text("component"))).ToLookup(EventText);
        var differences = new List<string>();
        var wanted = invariants.Objects("events").ToDictionary(EventText, e => e.Number("count"));
        foreach (var (text, count) in wanted)
        {
            var sum = found[text].Sum(e => e.Number("count") ?? 0);
            if (!found.Contains(text))
            {
                differences.Add($"{text}: expected");
            }
            else if (count is { } times && sum != times)
            {
                differences.Add($"{text}: {times.ToString(CultureInfo.InvariantCulture)} times expected, {sum} found");
            }
        }

        var optional = invariants.Objects("eventsNotInAllRuns").Select(EventText).ToHashSet();
        differences.AddRange(
            found
                .Select(e => e.Key)
                .Where(text => !wanted.ContainsKey(text) && !optional.Contains(text))
                .Select(text => $"{text}: not expected")
        );
        return differences;
    }

    private static string EventText(JsonObject entry) =>
        $"{entry.Text("component")} {entry.Text("eventType")} {entry.Text("object", "kind")}/{entry.Text("object", "name")} {entry.Text("reason")}: {entry.Text("message")}";

    private static string Text(JsonNode node) => RolloutTrace.Sorted(node)!.ToJsonString(Readable);
}

/// <summary>Replays each rollout once for all its aspects.</summary>
public sealed class ReplayedRollouts
{
    private readonly Dictionary<string, Lazy<(JsonObject, RolloutReplay)>> _replays = [];

    /// <summary>Returns a recording and its replay. The exception of a failed replay is thrown for each aspect.</summary>
    internal (JsonObject Recording, RolloutReplay Replay) Get(string name)
    {
        if (!_replays.TryGetValue(name, out var replay))
        {
            _replays[name] = replay = new(() => Replay(name));
        }

        return replay.Value;
    }

    private static (JsonObject, RolloutReplay) Replay(string name)
    {
        var recording = VirtualCluster.Load($"rollout/{name}.json");
        using var replay = new RolloutReplay(recording);
        replay.Run();
        return (recording, replay);
    }
}
