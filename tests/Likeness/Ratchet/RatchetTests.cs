using System.Text.RegularExpressions;
using Likeness.Comparison;
using Likeness.Recordings;
using Likeness.Running;

namespace Likeness.Ratchet;

/// <summary>
/// Replays the copy of the recordings. A change that makes more steps match raises the floors:
/// <c>dotnet run --project tests/Likeness -- pulumi DIR --raise-floors</c>.
/// </summary>
public sealed partial class RatchetTests(RatchetTests.Replay replay) : IClassFixture<RatchetTests.Replay>
{
    [Fact]
    public void Replay_OfEachScenario_MatchesAtLeastAsManyStepsAsBefore()
    {
        var floors = Floors.Read();
        var lost = replay
            .Results.Where(scenario => Floors.Count(scenario) < floors.GetValueOrDefault(scenario.Id))
            .Select(scenario =>
                $"{scenario.Id}: {Floors.Count(scenario)} of {floors[scenario.Id]} steps {scenario.Failure}\n"
                + string.Join(
                    '\n',
                    scenario.Steps.SelectMany(step => step.Misses.Select(miss => $"  {step.Step:00} {miss.Rule}: {miss.Message}"))
                )
            );

        Assert.Equal("", string.Join('\n', lost));
    }

    [Fact]
    public void Replay_HasEachScenarioWithAFloor() =>
        Assert.Equal(Floors.Read().Keys, replay.Results.Select(scenario => scenario.Id).Order(StringComparer.Ordinal));

    [Fact]
    public void DifferencesByIntent_AreDocumentedAndOccur()
    {
        var documented = File.ReadLines(RepositoryFile.Path("engine/DIFFERENCES.md"))
            .Select(line => RuleName().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value)
            .Order(StringComparer.Ordinal)
            .ToList();
        var occurred = replay.Results.SelectMany(scenario => scenario.Steps).SelectMany(step => step.Intents).Distinct();

        Assert.Equal(Intents.All, documented);
        Assert.Equal(documented, occurred.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("^\\| `([a-z-]+)` \\|")]
    private static partial Regex RuleName();

    /// <summary>
    /// One replay for all tests. A scenario below its floor is replayed once more without others beside it: where its operations race with
    /// the end of the program, a busy machine loses steps that no change of the code lost.
    /// </summary>
    public sealed class Replay : IAsyncLifetime
    {
        internal IReadOnlyList<ScenarioResult> Results { get; private set; } = [];

        public async Task InitializeAsync()
        {
            var recordings = Archive.Extract("Ratchet");
            try
            {
                var scenarios = Scenario.Find(recordings.FullName).ToList();
                var first = await WorkerPool.RunAsync(scenarios, Environment.ProcessorCount);
                var floors = Floors.Read();
                var lost = first.Where(result => Floors.Count(result) < floors.GetValueOrDefault(result.Id)).Select(result => result.Id);
                var second = await WorkerPool.RunAsync([.. scenarios.Where(folder => lost.Contains(Path.GetFileName(folder)))], workers: 1);
                Results = [.. first.Select(result => second.FirstOrDefault(again => again.Id == result.Id) ?? result)];
            }
            finally
            {
                recordings.Delete(recursive: true);
            }
        }

        public Task DisposeAsync() => Task.CompletedTask;
    }
}
