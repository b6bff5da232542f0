using System.Text.Json;
using Likeness.Comparison;

namespace Likeness.Ratchet;

/// <summary>
/// The number of steps of each scenario that match: a change may raise it, never lower it. Where operations race with a failure, a signal
/// or a time-out, it is two or three lower than in the best run, so that a busy machine does not fail the test.
/// </summary>
internal static class Floors
{
    private static readonly string Path = RepositoryFile.Path("tests/Likeness/Ratchet/floors.json");

    public static SortedDictionary<string, int> Read() =>
        JsonSerializer.Deserialize<SortedDictionary<string, int>>(File.ReadAllText(Path))!;

    /// <summary>Raises the numbers to those of a replay.</summary>
    public static void Raise(IEnumerable<ScenarioResult> results)
    {
        var floors = File.Exists(Path) ? Read() : [];
        foreach (var scenario in results)
        {
            floors[scenario.Id] = Math.Max(floors.GetValueOrDefault(scenario.Id), Count(scenario));
        }

        File.WriteAllText(Path, JsonSerializer.Serialize(floors, Json.Indented) + "\n");
    }

    /// <summary>The number of steps of a scenario that match in every respect.</summary>
    public static int Count(ScenarioResult scenario) => scenario.Steps.Count(step => step.IsExact);
}
