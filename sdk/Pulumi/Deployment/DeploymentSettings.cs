using Pulumi.Testing;

namespace Pulumi;

/// <summary>The deployment's settings that the engine sends to a program.</summary>
internal sealed record DeploymentSettings
{
    public required string Project { get; init; }

    public required string Stack { get; init; }

    public required string Organization { get; init; }

    public required bool IsDryRun { get; init; }

    /// <summary>The folder of the project, if the engine sends it.</summary>
    public string? RootDirectory { get; init; }

    public ConfigValues Config { get; init; } = ConfigValues.FromEnvironment();

    public bool KeepsResourceReferences { get; init; } = !EnvironmentFlag.IsSet("PULUMI_DISABLE_RESOURCE_REFERENCES");

    public static DeploymentSettings ForTest(TestOptions? options) =>
        new()
        {
            Project = options?.ProjectName ?? "project",
            Stack = options?.StackName ?? "stack",
            Organization = options?.OrganizationName ?? "organization",
            IsDryRun = options?.IsPreview ?? true,
            RootDirectory = options?.RootDirectory,
        };
}

/// <summary>The environment variables that an engine sets for a program.</summary>
internal sealed record EngineEnvironment(string MonitorAddress, string EngineAddress, DeploymentSettings Settings)
{
    /// <summary>Reads the environment; null if no engine started this process.</summary>
    public static EngineEnvironment? Read()
    {
        if (
            Text("PULUMI_MONITOR") is not { } monitor
            || Text("PULUMI_ENGINE") is not { } engine
            || Text("PULUMI_PROJECT") is not { } project
            || Text("PULUMI_STACK") is not { } stack
            || !bool.TryParse(Text("PULUMI_DRY_RUN"), out var isDryRun)
            || !bool.TryParse(Text("PULUMI_QUERY_MODE"), out _)
            || !int.TryParse(Text("PULUMI_PARALLEL"), out _)
        )
        {
            return null;
        }

        return new(
            monitor,
            engine,
            new DeploymentSettings
            {
                Project = project,
                Stack = stack,
                Organization = Environment.GetEnvironmentVariable("PULUMI_ORGANIZATION") ?? "organization",
                RootDirectory = Environment.GetEnvironmentVariable("PULUMI_ROOT_DIRECTORY"),
                IsDryRun = isDryRun,
            }
        );
    }

    private static string? Text(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
