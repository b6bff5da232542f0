using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Programs;
using Pulumi;

namespace Likeness.Programs;

/// <summary>The program of a step: registers the resources that the scenario describes as data, within this process.</summary>
/// <param name="description"><c>{resources, outputs}</c>.</param>
/// <param name="kubeconfigs">The contents of the kubeconfigs by name.</param>
internal sealed class ScenarioProgram(JsonObject description, IReadOnlyDictionary<string, string> kubeconfigs) : IProgram
{
    private const int AlreadyReported = 32;

    public async Task<ProgramResult> RunAsync(
        ProgramEnvironment environment,
        Action<string, bool> output,
        CancellationToken cancellationToken
    )
    {
        var settings = new DeploymentSettings
        {
            Project = environment.Project,
            Stack = environment.Stack,
            Organization = "organization",
            IsDryRun = environment.IsPreview,
            RootDirectory = environment.RootDirectory,
            Config = ConfigValues.Parse(
                JsonSerializer.Serialize(environment.Config),
                JsonSerializer.Serialize(environment.ConfigSecretKeys)
            ),
        };
        var exitCode = await Deployment
            .RunUnderEngineAsync(new EngineEnvironment(environment.MonitorAddress, environment.EngineAddress, settings), runner =>
                runner.RunAsync(() => new ResourceDeclarations(description, kubeconfigs).RegisterAsync(), null)
            )
            .WaitAsync(cancellationToken);
        return exitCode switch
        {
            0 => ProgramResult.Succeeded,
            AlreadyReported => ProgramResult.FailedAndReported,
            _ => ProgramResult.Failed,
        };
    }
}
