using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Recordings;

/// <summary>Workload controllers over time against recordings of Kubernetes 1.36: final states, the steps objects take, bounds on the way, events.</summary>
public sealed class RolloutRecordingTests
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string, string> Aspects
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Recordings", "Data", "rollout")).Order(StringComparer.Ordinal))
            {
                foreach (var aspect in (string[])["final state", "sequences", "bounds", "events", "answers"])
                    data.Add(Path.GetFileNameWithoutExtension(file), aspect);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Aspects))]
    public void Workloads_move_as_recorded(string name, string aspect)
    {
        var recording = LivingCluster.Load($"rollout/{name}.json");
        using var replay = new RolloutReplay(recording);
        replay.Run();
        var invariants = recording.Map("invariants")!;
        var differences = aspect switch
        {
            "final state" => CompareFinalState(invariants.Map("finalState")!, replay.Trace),
            "sequences" => CompareSequences(recording.Map("equalSequences")!, replay.Trace),
            "bounds" => CompareBounds(invariants, replay),
            "events" => CompareEvents(invariants, replay.Trace),
            _ => replay.Differences,
        };
        Ratchet.Check($"rollout {name} {aspect}", differences);
    }

    private static List<string> CompareFinalState(JsonObject wanted, RolloutTrace trace)
    {
        var differences = new List<string>();
        foreach (var (key, state) in wanted)
        {
            if (!trace.Final.TryGetValue(key, out var found))
                differences.Add($"{key}: expected, but not there");
            else if (Text(state!) != Text(found))
                differences.Add($"{key}:\n  {Text(state!)} expected\n  {Text(found)} found");
        }

        return differences;
    }

    private static List<string> CompareSequences(JsonObject wanted, RolloutTrace trace)
    {
        var differences = new List<string>();
        foreach (var (key, states) in wanted)
        {
            var all = states!.AsArray().Select(s => Text(s!)).ToList();
            // Changes of nothing that the reduced form shows are no steps; the trace leaves them out as well.
            var expected = all.Where((state, index) => index == 0 || state != all[index - 1]).ToList();
            var found = trace.Sequences.GetValueOrDefault(key, []).Select(Text).ToList();
            if (!expected.SequenceEqual(found))
                differences.Add($"{key}:\n  {string.Join("\n  ", expected)} expected\n  {string.Join("\n  ", found)} found");
        }

        return differences;
    }

    // Within what the recorded runs did; runs on a real machine differ by a pod or so at the edges, and so the recorded extremes are the bounds.
    private static List<string> CompareBounds(JsonObject invariants, RolloutReplay replay)
    {
        var differences = new List<string>();
        foreach (var step in invariants.Objects("perStep"))
        {
            // Nothing was seen between some requests, and then the recording holds zeros.
            if (step.Number("maxPods") == 0 || !replay.Bounds.TryGetValue((int)step.Number("step")!, out var found))
                continue;
            if (step.Number("minReadyPods") is { } ready && found.MinReadyPods < ready)
                differences.Add($"step {step.Number("step")}: at least {ready} ready pods expected, {found.MinReadyPods} found");
            if (step.Number("maxActivePods") is { } most && found.MaxActivePods > most)
                differences.Add($"step {step.Number("step")}: at most {most} pods expected, {found.MaxActivePods} found");
            if (step.Number("maxSumOfReplicaSetReplicas") is { } sum && found.MaxReplicas > sum)
                differences.Add($"step {step.Number("step")}: at most {sum} replicas expected, {found.MaxReplicas} found");
        }

        return differences;
    }

    private static List<string> CompareEvents(JsonObject invariants, RolloutTrace trace)
    {
        var found = trace.Events.ToLookup(e => $"{e.Text("component")} {e.Text("eventType")} {e.Text("object", "kind")}/{e.Text("object", "name")} {e.Text("reason")}: {e.Text("message")}");
        var differences = new List<string>();
        foreach (var wanted in invariants.Objects("events"))
        {
            var text = $"{wanted.Text("component")} {wanted.Text("eventType")} {wanted.Text("object", "kind")}/{wanted.Text("object", "name")} {wanted.Text("reason")}: {wanted.Text("message")}";
            var counts = found[text].Select(e => e.Number("count") ?? 0).ToList();
            if (counts.Count == 0)
                differences.Add($"{text}: expected");
            else if (wanted.Number("count") is { } count && counts.Sum() != count)
                differences.Add($"{text}: {count.ToString(CultureInfo.InvariantCulture)} times expected, {counts.Sum()} found");
        }

        return differences;
    }

    private static string Text(JsonNode node) => RolloutTrace.Sorted(node)!.ToJsonString(Readable);
}
