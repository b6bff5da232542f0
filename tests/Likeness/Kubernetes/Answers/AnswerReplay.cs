using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Likeness.Comparison;
using Likeness.Kubernetes.Comparison;
using Likeness.Kubernetes.Recordings;

namespace Likeness.Kubernetes.Answers;

/// <summary>Replays the recordings of a file and lists, for each recording, the differences of the responses.</summary>
internal sealed class AnswerReplay : IRecordingKind
{
    private static readonly string[] _lists = ["cases", "sequences", "documents", "watches", "tables"];
    private static readonly TimeSpan _step = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _shortStep = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(10);

    public bool Recognises(JsonObject content) => _lists.Any(content.ContainsKey);

    public IEnumerable<RecordedCase> GetCases(string part, JsonObject content)
    {
        var cluster = new Lazy<Task<ApiCluster>>(() => SetUpAsync(content));

        // The recordings of server-side apply made each step in a later second; the others made no pause.
        var step = content.ContainsKey("customResourceDefinitions") ? _step : _shortStep;
        return
        [
            .. Cases("cases", CaseAsync),
            .. Cases("sequences", (target, one) => SequenceAsync(target, one, step)),
            .. Cases("documents", DocumentAsync),
            .. Cases("watches", WatchAsync),
            .. Cases("tables", TableAsync),
        ];

        IEnumerable<RecordedCase> Cases(string list, Func<ApiCluster, JsonObject, Task<IReadOnlyList<Difference>>> replay) =>
            content
                .Objects(list)
                .Select(one => new RecordedCase(part, one.Text("name") ?? "", IsIndependent: false, async () =>
                    await replay(await cluster.Value, one)
                ));
    }

    private static async Task<ApiCluster> SetUpAsync(JsonObject recording)
    {
        var cluster = new ApiCluster();
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
        return cluster;
    }

    private static async Task<IReadOnlyList<Difference>> CaseAsync(ApiCluster cluster, JsonObject one)
    {
        await cluster.CreateNamespaceAsync(one.Text("namespace")!, one.Map("namespaceLabels"));
        var differences = new List<Difference>();
        foreach (var (index, step) in one.Objects("setup").Index())
        {
            differences.AddRange(
                (await ExchangeAsync(cluster, step)).Select(difference => difference with { Place = $"setup {index} {difference.Place}" })
            );
        }

        differences.AddRange(await ExchangeAsync(cluster, one));
        return differences;
    }

    private static async Task<IReadOnlyList<Difference>> SequenceAsync(ApiCluster cluster, JsonObject one, TimeSpan pause)
    {
        await cluster.CreateNamespaceAsync(one.Text("namespace")!, null);
        var differences = new List<Difference>();
        string? next = null;
        foreach (var (index, step) in one.Objects("steps").Index())
        {
            var request = step.Map("request")!;
            if (next is not null && request.Text("query", "continue") == "<continue>")
            {
                request.Map("query")!["continue"] = next;
            }

            var answer = await cluster.SendAsync(request);
            cluster.Time.Advance(pause);
            next = (answer.Body as JsonObject).Text("metadata", "continue") ?? next;
            differences.AddRange(
                AnswerComparison
                    .Compare(step.Map("response")!, answer, step.Flag("unorderedCauses"))
                    .Select(difference => difference with { Place = $"step {index} {difference.Place}" })
            );
        }
        return differences;
    }

    private static async Task<IReadOnlyList<Difference>> ExchangeAsync(ApiCluster cluster, JsonObject one)
    {
        var answer = await cluster.SendAsync(one.Map("request")!);
        cluster.Time.Advance(_step);
        return AnswerComparison.Compare(one.Map("response")!, answer, one.Flag("unorderedCauses"));
    }

    private static async Task<IReadOnlyList<Difference>> DocumentAsync(ApiCluster cluster, JsonObject one) =>
        BuildValues.LeaveOut(await ExchangeAsync(cluster, one));

    // The clock does not advance between tables, since they show ages.
    private static async Task<IReadOnlyList<Difference>> TableAsync(ApiCluster cluster, JsonObject one) =>
        AnswerComparison.Compare(one.Map("response")!, await cluster.SendAsync(one.Map("request")!), unorderedCauses: false);

    private static async Task SetUpTablesAsync(ApiCluster cluster, JsonObject recording)
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

    private static async Task<IReadOnlyList<Difference>> WatchAsync(ApiCluster cluster, JsonObject one)
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
        var (differences, events) = (new List<Difference>(), new JsonArray());
        var expected = one.Array("events") ?? [];
        await ReadAsync(lines, events, (int)(one.Number("initialEvents") ?? 0));
        foreach (var (index, step) in one.Objects("steps").Index())
        {
            var answer = await cluster.SendAsync(step.Map("request")!);
            if (answer.Status != step.Number("status"))
            {
                differences.Add(
                    new($"step {index} status", $"{step.Number("status")}", $"{answer.Status} {answer.Body?.ToJsonString(Json.Readable)}")
                );
            }

            cluster.Time.Advance(_step);
            await ReadAsync(lines, events, (int)(step.Number("eventsAfter") ?? 0));
        }

        await cancellation.CancelAsync();
        var status = await streaming;
        if (status != one.Number("status"))
        {
            differences.Add(new("status", $"{one.Number("status")}", $"{status}"));
        }

        await pipe.Writer.CompleteAsync();
        while (await lines.ReadLineAsync() is { Length: > 0 } rest)
        {
            events.Add(Event(rest));
        }

        AnswerComparison.Compare(expected, events, "events", differences);
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
