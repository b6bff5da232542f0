using System.CommandLine;
using Likeness.Ratchet;
using Likeness.Recordings;
using Likeness.Reporting;
using Likeness.Running;

namespace Likeness;

/// <summary>Replays recordings of Pulumi against this engine and reports what matches.</summary>
internal static class PulumiCommand
{
    public static Command Create()
    {
        var directory = new Argument<DirectoryInfo>("DIR") { Description = "The folder with index.json and scenarios" };
        var only = new Option<string?>("--only") { Description = "Only these scenarios", HelpName = "ID[,ID]" };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Show the recording beside what this engine did" };
        var json = new Option<bool>("--json") { Description = "Write JSON" };
        var parallel = new Option<int>("--parallel", "-p")
        {
            Description = "The number of scenarios at a time",
            HelpName = "N",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        var raise = new Option<bool>("--raise-floors") { Description = "Raise the floors of the ratchet to what matches now" };
        var command = new Command("pulumi", "Replay recordings of Pulumi") { directory, only, verbose, json, parallel, raise };
        command.SetAction(
            async (parsed, _) =>
            {
                var wanted = parsed.GetValue(only)?.Split(',');
                var scenarios = Scenario
                    .Find(parsed.GetValue(directory)!.FullName)
                    .Where(scenario => wanted is null || wanted.Contains(Path.GetFileName(scenario)));
                var results = await WorkerPool.RunAsync([.. scenarios], parsed.GetValue(parallel));
                if (parsed.GetValue(raise))
                {
                    Floors.Raise(results);
                }

                var report = new Report(Console.Out);
                if (parsed.GetValue(json))
                {
                    report.WriteJson(results);
                }
                else
                {
                    report.Write(results, parsed.GetValue(verbose));
                }

                return results.Any(result => result.Failure is not null) ? 1 : 0;
            }
        );
        return command;
    }
}
