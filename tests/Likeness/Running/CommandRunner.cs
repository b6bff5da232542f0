using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Infra.Cli;
using Likeness.Programs;

namespace Likeness.Running;

/// <summary>Runs commands of <c>infra</c> in this process, or in a process of their own where signals or raw output matter.</summary>
/// <param name="files">The files of the scenario.</param>
/// <param name="kubeconfigs">The contents of the kubeconfigs by name.</param>
internal sealed class CommandRunner(ScenarioFiles files, IReadOnlyDictionary<string, string> kubeconfigs)
{
    /// <summary>The first argument of this program as a command line with a scenario's program.</summary>
    public const string CommandMode = "command";

    /// <summary>The environment variable with the path of a scenario's program.</summary>
    public const string ProgramVariable = "FIXTURE_STEP";

    /// <summary>The environment variable with the folder of the kubeconfigs.</summary>
    public const string KubeconfigsVariable = "FIXTURE_KUBECONFIGS";

    /// <summary>Options that the recordings always pass and that change nothing of what is compared.</summary>
    private static readonly string[] Optional = ["--suppress-progress"];

    private static readonly TimeSpan LongestCommand = TimeSpan.FromSeconds(120);

    /// <summary>Names what the command line lacks for a call; null if it has all.</summary>
    public static string? FindMissing(IReadOnlyList<string> arguments)
    {
        var parsed = CommandLine.CreateRoot().Parse([.. arguments]);
        if (parsed.Errors.Count == 0)
        {
            return null;
        }

        if (parsed.CommandResult.Command is { Action: null, Subcommands.Count: > 0 })
        {
            return string.Join(' ', arguments.TakeWhile(argument => !argument.StartsWith('-')).Take(2));
        }

        return parsed.UnmatchedTokens.FirstOrDefault(token => token.StartsWith('-'));
    }

    /// <summary>Removes optional arguments that the command line lacks.</summary>
    public static List<string> Reduce(IReadOnlyList<string> arguments)
    {
        var unmatched = CommandLine.CreateRoot().Parse([.. arguments]).UnmatchedTokens;
        return [.. arguments.Where(argument => !(Optional.Contains(argument) && unmatched.Contains(argument)))];
    }

    /// <summary>Runs a command in this process.</summary>
    public async Task<CommandResult> RunAsync(IReadOnlyList<string> arguments, JsonObject program)
    {
        var (exitCode, output, error) = await CapturedConsole.RunAsync(() =>
            Task.Run(() => RunHereAsync(arguments, program, kubeconfigs)).WaitAsync(LongestCommand, TimeProvider.System)
        );
        return new CommandResult(exitCode, null, output, error);
    }

    /// <summary>Runs a command with a scenario's program.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RunHereAsync(
        IReadOnlyList<string> arguments,
        JsonObject program,
        IReadOnlyDictionary<string, string> kubeconfigs
    ) =>
        CommandLine.RunAsync(
            [.. arguments],
            new CommandHost { Adapt = options => options with { Program = () => new ScenarioProgram(program, kubeconfigs) } }
        );

    /// <summary>Runs a command in a process of its own.</summary>
    /// <param name="arguments">The command and its arguments.</param>
    /// <param name="program">The program.</param>
    /// <param name="whileRunning">Called with the process once it runs.</param>
    public async Task<CommandResult> RunProcessAsync(
        IReadOnlyList<string> arguments,
        JsonObject program,
        Func<Process, CancellationToken, Task<string?>> whileRunning
    )
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add("exec");
            start.ArgumentList.Add(typeof(CommandRunner).Assembly.Location);
        }

        start.ArgumentList.Add(CommandMode);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[ProgramVariable] = files.WriteProgram(program);
        start.Environment[KubeconfigsVariable] = files.Kubeconfigs;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var ended = new CancellationTokenSource();
        var watching = whileRunning(process, ended.Token);
        await process.WaitForExitAsync().WaitAsync(LongestCommand, TimeProvider.System);
        await ended.CancelAsync();
        var signal = await watching;
        return signal == "SIGKILL" && process.ExitCode > 128
            ? new CommandResult(null, signal, await output, await error)
            : new CommandResult(process.ExitCode, null, await output, await error);
    }
}
