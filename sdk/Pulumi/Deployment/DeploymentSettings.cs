using Pulumi.Testing;

namespace Pulumi;

/// <summary>What the engine tells a program about the deployment.</summary>
internal sealed record DeploymentSettings
{
    public required string Project { get; init; }

    public required string Stack { get; init; }

    public required string Organization { get; init; }

    public required bool IsDryRun { get; init; }

    /// <summary>The folder of the project, if the engine tells it.</summary>
    public string? RootDirectory { get; init; }

    public ConfigValues Config { get; init; } = ConfigValues.FromEnvironment();

    public bool KeepsResourceReferences { get; init; } = !EnvironmentFlag.IsSet("PULUMI_DISABLE_RESOURCE_REFERENCES");

    public static DeploymentSettings ForTest(TestOptions? options) => new()
    {
        Project = options?.ProjectName ?? "project",
        Stack = options?.StackName ?? "stack",
        Organization = options?.OrganizationName ?? "organization",
        IsDryRun = options?.IsPreview ?? true,
        RootDirectory = options?.RootDirectory,
    };
}

/// <summary>What an engine hands to the program that it starts, in environment variables.</summary>
internal sealed record EngineEnvironment(string MonitorAddress, string EngineAddress, DeploymentSettings Settings)
{
    /// <summary>What this process was handed; null if no engine started it.</summary>
    public static EngineEnvironment? Read()
    {
        if (Text("PULUMI_MONITOR") is not { } monitor
            || Text("PULUMI_ENGINE") is not { } engine
            || Text("PULUMI_PROJECT") is not { } project
            || Text("PULUMI_STACK") is not { } stack
            || !bool.TryParse(Text("PULUMI_DRY_RUN"), out var isDryRun)
            || !bool.TryParse(Text("PULUMI_QUERY_MODE"), out _)
            || !int.TryParse(Text("PULUMI_PARALLEL"), out _))
            return null;

        return new(monitor, engine, new DeploymentSettings
        {
            Project = project,
            Stack = stack,
            Organization = Environment.GetEnvironmentVariable("PULUMI_ORGANIZATION") ?? "organization",
            RootDirectory = Environment.GetEnvironmentVariable("PULUMI_ROOT_DIRECTORY"),
            IsDryRun = isDryRun,
        });
    }

    private static string? Text(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
