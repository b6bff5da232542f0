using Infra.Engine.Projects.Configuration;

namespace Infra.Engine.Projects;

/// <summary>A project: the content of Pulumi.yaml.</summary>
public sealed record Project
{
    /// <summary>The name, the namespace of its configuration and part of every URN.</summary>
    public required string Name { get; init; }

    /// <summary>The language runtime, e.g. <c>dotnet</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>A program that is already built (<c>runtime.options.binary</c>), or null to build the project's.</summary>
    public string? Binary { get; init; }

    /// <summary>The options of the runtime (<c>runtime.options</c>) as texts.</summary>
    public IReadOnlyDictionary<string, string> RuntimeOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>The provider plugins that the project selects (<c>plugins.providers</c>).</summary>
    public IReadOnlyList<ProjectPlugin> ProviderPlugins { get; init; } = [];

    /// <summary>The path of Pulumi.yaml.</summary>
    public required string FilePath { get; init; }

    /// <summary>The folder of Pulumi.yaml.</summary>
    public string RootDirectory => Path.GetDirectoryName(FilePath)!;

    /// <summary>The folder of the program (<c>main</c>).</summary>
    public required string ProgramDirectory { get; init; }

    /// <summary>The folder of the stack files (<c>stackConfigDir</c>).</summary>
    public required string StackConfigDirectory { get; init; }

    /// <summary>A description, shown to users.</summary>
    public string Description { get; init; } = "";

    /// <summary>The backend's URL (<c>backend.url</c>), or null for the default.</summary>
    public string? BackendUrl { get; init; }

    /// <summary>True where operations refresh the state unless they are told not to (<c>options.refresh: always</c>).</summary>
    public bool RefreshesAlways { get; init; }

    /// <summary>The configuration values the project declares.</summary>
    public IReadOnlyList<ProjectConfigDeclaration> Config { get; init; } = [];

    /// <summary>Gets the path of a stack's configuration file.</summary>
    public string StackFile(string stack) => Path.Combine(StackConfigDirectory, $"Pulumi.{stack}.yaml");
}
