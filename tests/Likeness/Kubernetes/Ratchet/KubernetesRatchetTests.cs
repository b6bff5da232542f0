using Likeness.Kubernetes.Comparison;
using Likeness.Kubernetes.Recordings;
using Likeness.Ratchet;

namespace Likeness.Kubernetes.Ratchet;

/// <summary>
/// Replays the copy of the recordings. The list of open cases is written by
/// <c>dotnet run --project tests/Likeness -- kubernetes DIR --write-list</c>.
/// </summary>
public sealed class KubernetesRatchetTests(KubernetesRatchetTests.Replayed replayed) : IClassFixture<KubernetesRatchetTests.Replayed>
{
    private static readonly OpenRecordings Open = OpenRecordings.Read();

    private IEnumerable<CaseResult> Listed => replayed.Replay.Results.Where(result => !Open.Floors.ContainsKey(result.Part));

    [Fact]
    public void Replay_CasesThatAreNotListed_Agree() =>
        Assert.Equal("", Describe(Listed.Where(result => !result.IsExact && !Open.Reasons.ContainsKey(result.FullName))));

    [Fact]
    public void Replay_CasesThatAreListed_StillDiffer() =>
        Assert.Equal(
            "",
            string.Join('\n', Open.Reasons.Keys.Except(Listed.Where(result => !result.IsExact).Select(result => result.FullName)))
        );

    [Fact]
    public void Replay_PartsWithAFloor_ReachIt() =>
        Assert.All(Open.Floors, floor =>
            Assert.InRange(replayed.Replay.Results.Count(r => r.Part == floor.Key && r.IsExact), floor.Value, int.MaxValue)
        );

    [Fact]
    public void Replay_AllFiles_AreRecognised() => Assert.Empty(replayed.Replay.Unrecognised.Concat(replayed.Replay.Unreadable));

    [Fact]
    public void List_EachCase_HasAReason() => Assert.DoesNotContain(OpenRecordings.Unknown, Open.Reasons.Values);

    private static string Describe(IEnumerable<CaseResult> results) =>
        string.Join('\n', results.Select(result => $"{result.FullName}\n  {string.Join("\n  ", Lines(result))}"));

    private static IEnumerable<string> Lines(CaseResult result) =>
        result.Differences.Select((Difference difference) => difference.ToString()).Concat(result.Failure is { } failure ? [failure] : []);

    /// <summary>One replay for all tests.</summary>
    public sealed class Replayed : IAsyncLifetime
    {
        internal KubernetesReplay Replay { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            var recordings = Archive.Extract("Kubernetes/Ratchet");
            try
            {
                Replay = await KubernetesReplay.RunAsync(recordings.FullName, _ => true);
            }
            finally
            {
                recordings.Delete(recursive: true);
            }
        }

        public Task DisposeAsync() => Task.CompletedTask;
    }
}
