using System.Text.RegularExpressions;

namespace Infra.Cli.Pipelines;

/// <summary>What the files of a CI system are written for.</summary>
internal sealed partial record PipelineSubject
{
    /// <summary>GitHub takes comments of 65,536 characters.</summary>
    private const int CommentBytes = 60_000;
    private const int MinimumReport = 4_000;

    /// <summary>The stacks in the order in which a change reaches them; the last one waits for an approval.</summary>
    public required IReadOnlyList<string> Stacks { get; init; }

    /// <summary>The branch that is deployed.</summary>
    public required string Branch { get; init; }

    /// <summary>The folder of Pulumi.yaml relative to the root of the repository, <c>.</c> for the root, with slashes.</summary>
    public required string Directory { get; init; }

    /// <summary>The path of global.json relative to the root of the repository; null where there is none.</summary>
    public string? GlobalJson { get; init; }

    /// <summary>The command that tests the repository.</summary>
    public required string Test { get; init; }

    /// <summary>The version of the command's package.</summary>
    public required string Version { get; init; }

    /// <summary>
    /// The project that the command's package is built from, in the repository; null to take the package from a NuGet source.
    /// </summary>
    public string? ToolProject { get; init; }

    /// <summary>The scenario of rehearsals; null for the scenarios that need none.</summary>
    public string? Scenario { get; init; }

    /// <summary>True where there are policy packs to check the stacks with.</summary>
    public bool HasPolicies { get; init; }

    /// <summary>The stack that deploys last.</summary>
    public string Last => Stacks[^1];

    /// <summary>The shell lines that install the command into a folder.</summary>
    /// <param name="folder">The folder, as the shell writes it.</param>
    public IReadOnlyList<string> Install(string folder) =>
        ToolProject is null
            ? [$"dotnet tool install infra --version {Version} --tool-path \"{folder}\""]
            :
            [
                $"dotnet pack \"{ToolProject}\" --configuration Release --output \"{folder}/packages\"",
                $"dotnet tool install infra --version {Version} --tool-path \"{folder}\" --source \"{folder}/packages\"",
            ];

    /// <summary>A stack's name as an identifier of a job: letters, digits, dashes and underscores.</summary>
    public static string Identifier(string stack) => Unusual().Replace(stack, "-");

    /// <summary>The command, in the project's folder.</summary>
    public string Infra => Directory == "." ? "infra" : $"infra --cwd \"{Directory}\"";

    /// <summary>The command of a rehearsal.</summary>
    public string Rehearse => Scenario is null ? $"{Infra} rehearse" : $"{Infra} rehearse {Scenario}";

    /// <summary>How many bytes the report of a stack may have, so that the comment of all stacks can be posted everywhere.</summary>
    public int ReportBytes => Math.Max(MinimumReport, CommentBytes / Stacks.Count);

    [GeneratedRegex("[^A-Za-z0-9_-]")]
    private static partial Regex Unusual();
}
