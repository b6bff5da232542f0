using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Recordings;

/// <summary>Replays the recordings of a file and lists, for each recording, the differences of the responses.</summary>
internal static class Replay
{
    private static readonly TimeSpan _step = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Replays the recordings one after the other. If a replay fails, its task is faulted; the others are not affected.
    /// </summary>
    /// <returns>The differences by the name of the recording.</returns>
    public static async Task<Dictionary<string, Task<IReadOnlyList<string>>>> RunAsync(string file)
    {
        var recording = VirtualCluster.Load(file);
        var cluster = new RecordedCluster();
        foreach (var definition in recording.Objects("customResourceDefinitions"))
        {
            Require(
                await cluster.SendAsync(
                    "POST",
                    "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                    (JsonObject)definition.DeepClone()
                )
            );
        }

        await SetUpTablesAsync(cluster, recording);
        var results = new Dictionary<string, Task<IReadOnlyList<string>>>();
        await RunAllAsync("cases", CaseAsync);
        await RunAllAsync("sequences", SequenceAsync);
        await RunAllAsync("documents", ExchangeAsync);
        await RunAllAsync("watches", WatchAsync);
        await RunAllAsync("tables", TableAsync);
        return results;

        async Task RunAllAsync(string list, Func<RecordedCluster, JsonObject, Task<IReadOnlyList<string>>> replay)
        {
            foreach (var one in recording.Objects(list))
            {
                var replaying = replay(cluster, one);
                await Task.WhenAny(replaying);
                results[one.Text("name")!] = replaying;
            }
        }
    }

    private static async Task<IReadOnlyList<string>> CaseAsync(RecordedCluster cluster, JsonObject one)
    {
        await cluster.CreateNamespaceAsync(one.Text("namespace")!, one.Map("namespaceLabels"));
        var differences = new List<string>();
        foreach (var (index, step) in one.Objects("setup").Index())
        {
            differences.AddRange((await ExchangeAsync(cluster, step)).Select(difference => $"setup {index} {difference}"));
        }

        differences.AddRange(await ExchangeAsync(cluster, one));
        return differences;
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
            {
                request.Map("query")!["continue"] = next;
            }

            var answer = await cluster.SendAsync(request);
            cluster.Time.Advance(_step);
            next = (answer.Body as JsonObject).Text("metadata", "continue") ?? next;
            differences.AddRange(
                RecordingComparer
                    .Compare(step.Map("response")!, answer, step.Flag("unorderedCauses"))
                    .Select(difference => $"step {index} {difference}")
            );
        }
        return differences;
    }

    private static async Task<IReadOnlyList<string>> ExchangeAsync(RecordedCluster cluster, JsonObject one)
    {
        var answer = await cluster.SendAsync(one.Map("request")!);
        cluster.Time.Advance(_step);
        return RecordingComparer.Compare(one.Map("response")!, answer, one.Flag("unorderedCauses"));
    }

    // The clock does not advance between tables, since they show ages.
    private static async Task<IReadOnlyList<string>> TableAsync(RecordedCluster cluster, JsonObject one) =>
        RecordingComparer.Compare(one.Map("response")!, await cluster.SendAsync(one.Map("request")!), unorderedCauses: false);

    private static async Task SetUpTablesAsync(RecordedCluster cluster, JsonObject recording)
    {
        foreach (var request in recording.Objects("setup"))
        {
            var path = request.Text("path")!.Split('/');
            if (
                Array.IndexOf(path, "namespaces") is var at and >= 0
                && path.Length > at + 2
                && cluster.Cluster.Client.Find(GroupResource.Namespaces, "", path[at + 1]) is null
            )
            {
                await cluster.CreateNamespaceAsync(path[at + 1], null);
            }

            Require(await cluster.SendAsync(request));
        }

        cluster.Time.Advance(_step);
    }

    private static void Require(Answer answer)
    {
        if (answer.Status >= 300)
        {
            throw new InvalidOperationException($"A set-up request failed: {answer.Body?.ToJsonString()}");
        }
    }

    private static async Task<IReadOnlyList<string>> WatchAsync(RecordedCluster cluster, JsonObject one)
    {
        await cluster.CreateNamespaceAsync(one.Text("namespace")!, null);
        foreach (var request in one.Objects("setup"))
        {
            Require(await cluster.SendAsync(request));
        }

        cluster.Time.Advance(_step);
        var watch = one.Map("watch")!;
        if (watch.Text("query", "resourceVersion")?.StartsWith("<rv", StringComparison.Ordinal) == true)
        {
            watch.Map("query")!["resourceVersion"] = cluster.Cluster.Store.Version.ToString(CultureInfo.InvariantCulture);
        }

        using var cancellation = new CancellationTokenSource();
        var pipe = new Pipe();
        var streaming = cluster.StreamAsync(watch, pipe.Writer.AsStream(), cancellation.Token);
        using var lines = new StreamReader(pipe.Reader.AsStream(), Encoding.UTF8);
        var (differences, events) = (new List<string>(), new JsonArray());
        var expected = one.Array("events") ?? [];
        await ReadAsync(lines, events, (int)(one.Number("initialEvents") ?? 0));
        foreach (var (index, step) in one.Objects("steps").Index())
        {
            var answer = await cluster.SendAsync(step.Map("request")!);
            if (answer.Status != step.Number("status"))
            {
                differences.Add($"step {index} status: {step.Number("status")} expected, {answer.Status} received");
            }

            cluster.Time.Advance(_step);
            await ReadAsync(lines, events, (int)(step.Number("eventsAfter") ?? 0));
        }

        await cancellation.CancelAsync();
        var status = await streaming;
        if (status != one.Number("status"))
        {
            differences.Add($"status: {one.Number("status")} expected, {status} received");
        }

        await pipe.Writer.CompleteAsync();
        while (await lines.ReadLineAsync() is { Length: > 0 } rest)
        {
            events.Add(Event(rest));
        }

        RecordingComparer.Compare(expected, events, "events", differences);
        return differences;
    }

    private static async Task ReadAsync(StreamReader lines, JsonArray events, int count)
    {
        while (events.Count < count)
        {
            using var timeout = new CancellationTokenSource(_timeout);
            try
            {
                if (await lines.ReadLineAsync(timeout.Token) is not { Length: > 0 } line)
                {
                    return;
                }

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
