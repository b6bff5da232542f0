using System.CommandLine;
using System.Text.RegularExpressions;
using Likeness.Kubernetes.Ratchet;
using Likeness.Kubernetes.Recordings;
using Likeness.Kubernetes.Reporting;

namespace Likeness;

/// <summary>Replays recordings of Kubernetes against the simulated cluster and reports what matches.</summary>
internal static class KubernetesCommand
{
    public static Command Create()
    {
        var directory = new Argument<string>("DIR") { Description = "A folder with recordings, at any depth, or one file" };
        var only = new Option<string?>("--only") { Description = "Only cases whose part and name match", HelpName = "REGEX" };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Show each miss, recorded beside received" };
        var json = new Option<bool>("--json") { Description = "Write JSON" };
        var write = new Option<bool>("--write-list") { Description = $"Write the open cases to {OpenRecordings.File}; reasons are kept" };
        var command = new Command("kubernetes", "Replay recordings of Kubernetes") { directory, only, verbose, json, write };
        command.SetAction(
            async (parsed, _) =>
            {
                var path = parsed.GetValue(directory)!;
                if (!Path.Exists(path))
                {
                    await Console.Error.WriteLineAsync($"{path}: no such file or directory");
                    return 2;
                }

                var filter = parsed.GetValue(only) is { } pattern ? new Regex(pattern, RegexOptions.CultureInvariant) : null;
                var replay = await KubernetesReplay.RunAsync(path, name => filter?.IsMatch(name) ?? true);
                if (parsed.GetValue(write))
                {
                    OpenRecordings.Read().With(replay.Results).Write();
                }

                var report = new KubernetesReport(Console.Out);
                if (parsed.GetValue(json))
                {
                    report.WriteJson(replay);
                }
                else
                {
                    report.Write(replay, parsed.GetValue(verbose));
                }

                return replay.Unreadable.Count > 0 || replay.Results.Any(result => result.Failure is not null) ? 1 : 0;
            }
        );
        return command;
    }
}
