using System.Collections.Concurrent;
using Likeness.Kubernetes.Answers;
using Likeness.Kubernetes.Controllers;
using Likeness.Kubernetes.Rollouts;

namespace Likeness.Kubernetes.Recordings;

/// <summary>Replays recordings of Kubernetes.</summary>
internal sealed record KubernetesReplay
{
    private static readonly IRecordingKind[] Kinds =
    [
        new RolloutReplayer(),
        new AutoscalerReplay(),
        new SchedulerReplay(),
        new EndpointsReplay(),
        new GarbageCollectionReplay(),
        new AnswerReplay(),
    ];

    /// <summary>The results, in the order of parts and cases.</summary>
    public required IReadOnlyList<CaseResult> Results { get; init; }

    /// <summary>The files that contain no recordings of a known kind.</summary>
    public required IReadOnlyList<string> Unrecognised { get; init; }

    /// <summary>The files that cannot be read, with the reason.</summary>
    public required IReadOnlyList<string> Unreadable { get; init; }

    /// <summary>Replays the recordings of a folder; several files at a time, the cases of a file one after the other.</summary>
    /// <param name="path">The folder, or a single file.</param>
    /// <param name="isWanted">Tells from its part and name whether a case is wanted.</param>
    public static async Task<KubernetesReplay> RunAsync(string path, Func<string, bool> isWanted)
    {
        var files = RecordingFile.ReadAll(path).ToList();
        var results = new ConcurrentDictionary<int, List<CaseResult>>();
        var unrecognised = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(files.Index().Where(file => file.Item.Content is not null), async (file, _) =>
        {
            var (part, content) = (file.Item.Part, file.Item.Content!);
            if (Kinds.FirstOrDefault(kind => kind.Recognises(content)) is { } kind)
            {
                results[file.Index] = await ReplayAsync(kind.GetCases(part, content), isWanted);
            }
            else
            {
                unrecognised.Add($"{part}: {string.Join(", ", content.Select(member => member.Key))}");
            }
        });
        return new KubernetesReplay
        {
            Results = [.. results.OrderBy(entry => entry.Key).SelectMany(entry => entry.Value)],
            Unrecognised = [.. unrecognised.Order(StringComparer.Ordinal)],
            Unreadable = [.. files.Where(file => file.Error is not null).Select(file => $"{file.Part}: {file.Error}")],
        };
    }

    private static async Task<List<CaseResult>> ReplayAsync(IEnumerable<RecordedCase> cases, Func<string, bool> isWanted)
    {
        var results = new List<CaseResult>();
        foreach (var one in cases)
        {
            var wanted = isWanted($"{one.Part} {one.Name}");
            if (wanted || !one.IsIndependent)
            {
                var result = await ReplayAsync(one);
                if (wanted)
                {
                    results.Add(result);
                }
            }
        }

        return results;
    }

    // An exception of one case, whatever it is, is the result of that case.
    private static async Task<CaseResult> ReplayAsync(RecordedCase one)
    {
        var replay = RunAsync(one);
        await Task.WhenAny(replay);
        return replay.IsCompletedSuccessfully
            ? new CaseResult
            {
                Part = one.Part,
                Name = one.Name,
                Differences = await replay,
            }
            : new CaseResult
            {
                Part = one.Part,
                Name = one.Name,
                Differences = [],
                Failure = replay.Exception?.InnerException?.ToString() ?? "canceled",
            };
    }

    // Exceptions before the first await are thrown by the task as well.
    private static async Task<IReadOnlyList<Comparison.Difference>> RunAsync(RecordedCase one) => await one.Replay();
}
