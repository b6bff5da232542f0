using System.Text.Json;
using Likeness.Comparison;
using Likeness.Recordings;

namespace Likeness.Running;

/// <summary>A worker: reads folders of scenarios from standard input and answers each with its comparison, one line of JSON.</summary>
internal static class Worker
{
    public static async Task<int> RunAsync()
    {
        var (input, output) = (Console.In, Console.Out);
        CapturedConsole.Install();
        while (await input.ReadLineAsync() is { } directory)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(await RunScenarioAsync(directory)));
            await output.FlushAsync();
        }

        return 0;
    }

    private static async Task<ScenarioResult> RunScenarioAsync(string directory)
    {
        var scenario = Scenario.Load(directory);
        var started = TimeProvider.System.GetTimestamp();
        var steps = new List<StepResult>();
        string? failure = null;
        try
        {
            await ScenarioRun.RunAsync(scenario, steps);
        }
        catch (Exception error)
        {
            // A defect of one scenario does not hide the others; it is reported with it.
            failure = error.ToString();
        }

        return new ScenarioResult(scenario.Id, steps, failure, TimeProvider.System.GetElapsedTime(started).TotalSeconds);
    }
}
