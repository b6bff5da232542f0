using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.Operations;
using Likeness.Cluster;
using Likeness.Comparison;
using Likeness.Recordings;

namespace Likeness.Running;

/// <summary>Runs a scenario step by step on a cluster of its own and compares each step with the recording.</summary>
internal sealed class ScenarioRun
{
    private readonly Scenario _scenario;
    private readonly ScenarioFiles _files;
    private readonly RecordedCluster _cluster;
    private readonly CommandRunner _commands;
    private readonly Bindings _bindings;
    private readonly Dictionary<string, JsonObject?> _recordedStates = [];
    private readonly HashSet<string> _stacks = [];
    private readonly List<StepResult> _results;

    private ScenarioRun(Scenario scenario, ScenarioFiles files, RecordedCluster cluster, List<StepResult> results)
    {
        (_scenario, _files, _cluster, _results) = (scenario, files, cluster, results);
        _commands = new CommandRunner(files, cluster.Kubeconfigs);
        _bindings = new Bindings(cluster.Kubeconfigs);
    }

    /// <summary>Runs a scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="results">Receives the comparison of each step.</param>
    public static async Task RunAsync(Scenario scenario, List<StepResult> results)
    {
        using var files = new ScenarioFiles();
        await using var cluster = await RecordedCluster.StartAsync(files.Cluster);
        foreach (var (name, content) in cluster.Kubeconfigs)
        {
            await File.WriteAllTextAsync(files.Kubeconfig(name), content);
        }

        await new ScenarioRun(scenario, files, cluster, results).RunAsync();
    }

    private async Task RunAsync()
    {
        Set("PULUMI_CONFIG_PASSPHRASE", _scenario.Passphrase);
        Set("PULUMI_BACKEND_URL", _files.BackendUrl);
        Set("PULUMI_HOME", _files.Home);
        Set("HOME", _files.Home);
        _files.WriteProject(_scenario.ProjectFile);
        foreach (var command in _scenario.Setup)
        {
            await _cluster.Kubectl.RunAsync(command);
        }

        foreach (var step in _scenario.Steps)
        {
            await RunStepAsync(step);
        }
    }

    private async Task RunStepAsync(ScenarioStep step)
    {
        foreach (var command in step.OutOfBand)
        {
            _cluster.Clock.Advance();
            await _cluster.Kubectl.RunAsync(command);
        }

        _cluster.Clock.Advance();

        if (!step.HasNoStack && _stacks.Add(step.Stack))
        {
            _files.WriteStack(step.Stack, _scenario.Passphrase);
            await RequireAsync(["stack", "init", step.Stack]);
        }

        foreach (var (key, value) in step.Config)
        {
            await RequireAsync(ConfigCommand(step.Stack, key, value));
        }

        var arguments = CommandRunner.Reduce(StepArguments.For(step, _files));
        if (CommandRunner.FindMissing(arguments) is { } missing)
        {
            _results.Add(StepResult.Unsupported(step, missing));
            _recordedStates[step.Stack] = RecordedStep.Load(_scenario.Directory, step.Number, null).State;
            return;
        }

        Set("KUBECONFIG", _files.Kubeconfig(step.Kubeconfig));
        foreach (var (name, value) in step.Environment)
        {
            Set(name, value);
        }

        _cluster.Recorder.Take();
        var before = Export(step.Stack);
        var (command2, during) = await RunCommandAsync(step, arguments);
        foreach (var name in step.Environment.Keys)
        {
            Set(name, null);
        }

        Add(step, before, command2, isDuring: false);
        _results.AddRange(during);
    }

    private void Add(ScenarioStep step, JsonObject? before, CommandResult command, bool isDuring) =>
        _results.Add(Compare(step, before, command, isDuring));

    private StepResult Compare(ScenarioStep step, JsonObject? before, CommandResult command, bool isDuring)
    {
        var checkpoint = _files.Checkpoint(step.Stack);
        var outcome = new StepOutcome
        {
            Command = command,
            Activity = EngineActivity.From(new EventLog(_files.EventLog(step.Number)).Read()),
            StateBefore = before,
            State = Export(step.Stack),
            Checkpoint = File.Exists(checkpoint) ? File.ReadAllText(checkpoint) : null,
            Locks = _files.CountLocks(),
            Writes = isDuring ? [] : _cluster.Recorder.Take(),
        };
        var recorded = RecordedStep.Load(_scenario.Directory, step.Number, _recordedStates.GetValueOrDefault(step.Stack));
        _recordedStates[step.Stack] = isDuring ? null : recorded.State;
        var update = PreviewOfUpdate.Find(_scenario.Steps, step) is { } next
            ? RecordedStep.Load(_scenario.Directory, next.Number, null)
            : null;
        return new StepComparison(step, recorded, outcome, _bindings, update, isDuring).Compare();
    }

    private async Task<(CommandResult Result, List<StepResult> During)> RunCommandAsync(ScenarioStep step, List<string> arguments)
    {
        var log = new EventLog(_files.EventLog(step.Number));
        if (step.Interrupts.Count > 0 || step.Flags.Contains("--json"))
        {
            var interruption = new Interruption(step.Interrupts, log);
            return (await _commands.RunProcessAsync(arguments, step.Program, interruption.SendAsync), []);
        }

        if (step.DuringWhen is not { } when)
        {
            return (await _commands.RunAsync(arguments, step.Program), []);
        }

        using var ended = new CancellationTokenSource();
        var running = _commands.RunAsync(arguments, step.Program);
        var waiting = log.WaitForAsync(when, ended.Token);
        await Task.WhenAny(running, waiting);
        var during = new List<StepResult>();
        if (waiting.IsCompletedSuccessfully && await waiting)
        {
            foreach (var inner in step.During)
            {
                if (TakesLock(inner))
                {
                    // It ran after this one had ended: it could not have taken the lock before.
                    await running;
                }

                during.Add(await RunDuringAsync(inner));
            }
        }

        var result = await running;
        await ended.CancelAsync();
        return (result, during);
    }

    private bool TakesLock(ScenarioStep step) =>
        step.Operation is "up" or "refresh" or "destroy" or "import"
        && RecordedStep.Load(_scenario.Directory, step.Number, null).ExitCode == 0;

    private async Task<StepResult> RunDuringAsync(ScenarioStep step)
    {
        var arguments = CommandRunner.Reduce(StepArguments.For(step, _files));
        return CommandRunner.FindMissing(arguments) is { } missing
            ? StepResult.Unsupported(step, missing)
            : Compare(step, null, await _commands.RunAsync(arguments, step.Program), isDuring: true);
    }

    private async Task RequireAsync(IReadOnlyList<string> arguments)
    {
        var result = await _commands.RunAsync([.. arguments, "--cwd", _files.Project], []);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"infra {string.Join(' ', arguments)}: {result.Error}{result.Output}");
        }
    }

    private static string[] ConfigCommand(string stack, string key, JsonNode? value) =>
        value switch
        {
            null => ["config", "rm", key, "--stack", stack],
            JsonObject secret => ["config", "set", key, (string)secret["$secret"]!, "--secret", "--stack", stack],
            _ => ["config", "set", key, (string)value!, "--stack", stack],
        };

    private JsonObject? Export(string stack)
    {
        var workspace = Workspace.Open(new WorkspaceOptions { Directory = _files.Project });
        try
        {
            var json = new MemoryStream();
            workspace.State(workspace.Resolve(stack)).Export(json, showSecrets: true);
            return JsonNode.Parse(json.ToArray())!.AsObject();
        }
        catch (EngineException)
        {
            // The stack does not exist.
            return null;
        }
    }

    private static void Set(string variable, string? value) => Environment.SetEnvironmentVariable(variable, value);
}
