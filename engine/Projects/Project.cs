using Infra.Engine.Projects.Configuration;

namespace Infra.Engine.Projects;

/// <summary>What the file Pulumi.yaml says.</summary>
public sealed record Project
{
    /// <summary>The project's name.</summary>
    public required string Name { get; init; }

    /// <summary>The language runtime, e.g. <c>dotnet</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>A ready-made program to run instead of building one (<c>runtime.options.binary</c>), or null.</summary>
    public string? Binary { get; init; }

    /// <summary>The path of Pulumi.yaml.</summary>
    public required string FilePath { get; init; }

    /// <summary>The folder of Pulumi.yaml.</summary>
    public string RootDirectory => Path.GetDirectoryName(FilePath)!;

    /// <summary>The folder of the program (<c>main</c>).</summary>
    public required string ProgramDirectory { get; init; }

    /// <summary>The folder of the stack files (<c>stackConfigDir</c>).</summary>
    public required string StackConfigDirectory { get; init; }

    /// <summary>What the project is.</summary>
    public string Description { get; init; } = "";

    /// <summary>The backend the project asks for (<c>backend.url</c>), or null.</summary>
    public string? BackendUrl { get; init; }

    /// <summary>The configuration values the project declares.</summary>
    public IReadOnlyList<ProjectConfigDeclaration> Config { get; init; } = [];

    /// <summary>The path of a stack's file.</summary>
    public string StackFile(string stack) => Path.Combine(StackConfigDirectory, $"Pulumi.{stack}.yaml");
}
