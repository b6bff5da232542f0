using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Recordings;

/// <summary>Replays the recordings of a file and says, recording by recording, where the simulated cluster answers otherwise.</summary>
internal static class Replay
{
    private static readonly TimeSpan _step = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    public static JsonObject Load(string file) =>
        (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recordings", "Data", file)))!;

    /// <summary>Differences by the name of the recording.</summary>
    public static async Task<Dictionary<string, IReadOnlyList<string>>> RunAsync(string file)
    {
        var recording = Load(file);
        var cluster = new RecordedCluster();
        foreach (var definition in recording.Objects("customResourceDefinitions"))
            await cluster.SendAsync("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", (JsonObject)definition.DeepClone());
        var results = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var one in recording.Objects("cases"))
            results[one.Text("name")!] = await CaseAsync(cluster, one);
        foreach (var one in recording.Objects("sequences"))
            results[one.Text("name")!] = await SequenceAsync(cluster, one);
        foreach (var one in recording.Objects("documents"))
            results[one.Text("name")!] = await ExchangeAsync(cluster, one);
        foreach (var one in recording.Objects("watches"))
            results[one.Text("name")!] = await WatchAsync(cluster, one);
        if (recording.Array("tables") is not null)
            await TablesAsync(cluster, recording, results);
        return results;
    }

    private static async Task<IReadOnlyList<string>> CaseAsync(RecordedCluster cluster, JsonObject one)
    {
        await cluster.CreateNamespaceAsync(one.Text("namespace")!, one.Map("namespaceLabels"));
        foreach (var step in one.Objects("setup"))
        {
            await cluster.SendAsync(step.Map("request")!);
            cluster.Time.Advance(_step);
        }
        return await ExchangeAsync(cluster, one);
    }

    private static async Task<IReadOnlyList<string>> SequenceAsync(RecordedCluster cluster, JsonObject one)
    {
        await cluster.CreateNamespaceAsync(one.Text("namespace")!, null);
        var differences = new List<string>();
        string? next = null;
        foreach (var (index, step) in one.Objects("steps").Index())
        {
            var request = step.Map("request")!;
            if (next is not null && request.Text("query", "continue") == "<continue>")
                request.Map("query")!["continue"] = next;
            var answer = await cluster.SendAsync(request);
            cluster.Time.Advance(_step);
            next = (answer.Body as JsonObject).Text("metadata", "continue") ?? next;
            differences.AddRange(RecordingComparer.Compare(step.Map("response")!, answer, step.Flag("unorderedCauses"))
                .Select(difference => $"step {index} {difference}"));
        }
        return differences;
    }

    private static async Task<IReadOnlyList<string>> ExchangeAsync(RecordedCluster cluster, JsonObject one)
    {
        var answer = await cluster.SendAsync(one.Map("request")!);
        cluster.Time.Advance(_step);
        return RecordingComparer.Compare(one.Map("response")!, answer, one.Flag("unorderedCauses"));
    }

    private static async Task TablesAsync(RecordedCluster cluster, JsonObject recording, Dictionary<string, IReadOnlyList<string>> results)
    {
        foreach (var request in recording.Objects("setup"))
        {
            var path = request.Text("path")!.Split('/');
            if (path.Contains("namespaces") && path.Length > 5 && cluster.Cluster.Client.Find(GroupResource.Namespaces, "", path[Array.IndexOf(path, "namespaces") + 1]) is null)
                await cluster.CreateNamespaceAsync(path[Array.IndexOf(path, "namespaces") + 1], null);
            await cluster.SendAsync(request);
        }
        cluster.Time.Advance(_step);
        foreach (var one in recording.Objects("tables"))
        {
            var answer = await cluster.SendAsync(one.Map("request")!);
            results[one.Text("name")!] = RecordingComparer.Compare(one.Map("response")!, answer, unorderedCauses: false);
        }
    }

    private static async Task<IReadOnlyList<string>> WatchAsync(RecordedCluster cluster, JsonObject one)
    {
        await cluster.CreateNamespaceAsync(one.Text("namespace")!, null);
        foreach (var request in one.Objects("setup"))
            await cluster.SendAsync(request);
        cluster.Time.Advance(_step);
        var watch = one.Map("watch")!;
        if (watch.Text("query", "resourceVersion")?.StartsWith("<rv", StringComparison.Ordinal) == true)
            watch.Map("query")!["resourceVersion"] = cluster.Cluster.Store.Version.ToString(System.Globalization.CultureInfo.InvariantCulture);
        using var ending = new CancellationTokenSource();
        var pipe = new Pipe();
        var streaming = cluster.StreamAsync(watch, pipe.Writer.AsStream(), ending.Token);
        using var lines = new StreamReader(pipe.Reader.AsStream(), Encoding.UTF8);
        var events = new JsonArray();
        var expected = one.Array("events") ?? [];
        var initial = (int)(one.Number("initialEvents") ?? expected.Count);
        if (one.Array("steps") is { } steps)
        {
            foreach (var step in steps.OfType<JsonObject>())
            {
                await cluster.SendAsync(step.Map("request")!);
                cluster.Time.Advance(_step);
                await ReadAsync(lines, events, (int)(step.Number("eventsAfter") ?? 0));
            }
        }
        else
        {
            await ReadAsync(lines, events, initial);
        }
        await ending.CancelAsync();
        await streaming;
        await pipe.Writer.CompleteAsync();
        while (await lines.ReadLineAsync() is { Length: > 0 } rest)
            events.Add(Event(rest));
        var differences = new List<string>();
        RecordingComparer.Compare(expected, events, "events", differences);
        return differences;
    }

    private static async Task ReadAsync(StreamReader lines, JsonArray events, int count)
    {
        while (events.Count < count)
        {
            using var patience = new CancellationTokenSource(_patience);
            try
            {
                if (await lines.ReadLineAsync(patience.Token) is not { Length: > 0 } line)
                    return;
                events.Add(Event(line));
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static JsonNode? Event(string line) => line[0] == '{' ? JsonNode.Parse(line) : JsonValue.Create(line);
}
