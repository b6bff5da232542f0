using System.CommandLine;
using Infra.Cli.Clusters;
using Infra.Cli.Commands;
using Infra.Engine.Errors;
using Infra.Engine.Operations;

namespace Infra.Cli.Completion;

/// <summary>
/// Lists the values of options and arguments by the name that the help shows for them. It only reads; secrets are not decrypted.
/// </summary>
internal static class ProjectValues
{
    /// <summary>Lists the values; none where they are free text, or where the project or the stack cannot be read.</summary>
    /// <param name="name">The name in the help, e.g. <c>STACK</c>.</param>
    /// <param name="parsed">The words before the value, which may select the stack.</param>
    /// <param name="current">What is written of the value.</param>
    public static Completions Find(string name, ParseResult parsed, string current)
    {
        try
        {
            return name switch
            {
                "FILE" => Completions.Files,
                "DIR" or "DIR|FILE" => Completions.Directories,
                "STACK" => Words(WorkspaceAccess.Open(parsed).StackNames()),
                "CLUSTER" => Words(
                    new ClusterDirectory(WorkspaceAccess.Open(parsed).Project.RootDirectory).Existing.Select(files => files.Name)
                ),
                "URN" or "URN or ID" => Words(ListUrns(parsed)),
                "URN|NAME" => Words(
                    ListUrns(parsed).SelectMany(urn => (string[])[urn, urn[(urn.LastIndexOf("::", StringComparison.Ordinal) + 2)..]])
                ),
                "SERVICE" => Words(ListNames(parsed, "services.")),
                "STORE" => Words(ListNames(parsed, "stores.")),
                "SCENARIO" => Words(ListScenarios(WorkspaceAccess.Open(parsed))),
                "BASE" => Words(WorkspaceAccess.Open(parsed).StackNames()),
                "PATH=VALUES" => ListSettings(parsed, current, arePaths: true, suffix: "="),
                "KEY" => ListSettings(parsed, current, arePaths: HasFlag(parsed, "--path"), suffix: ""),
                "KEY=VALUE" => ListSettings(
                    parsed,
                    current,
                    arePaths: HasFlag(parsed, "--config-path") || HasFlag(parsed, "--path"),
                    suffix: "="
                ),
                "true|false" => Words(["true", "false"]),
                _ => Completions.None,
            };
        }
        catch (Exception error) when (error is EngineException or UsageException or IOException or UnauthorizedAccessException)
        {
            // A shell cannot show why there is nothing to complete; the command that is being written will.
            return Completions.None;
        }
    }

    private static Completions Words(IEnumerable<string> values) =>
        new(CompletionKind.Words, [.. values.Select(value => new Candidate(value))]);

    private static IReadOnlyList<string> ListUrns(ParseResult parsed)
    {
        var workspace = WorkspaceAccess.Open(parsed);
        return workspace.State(workspace.Resolve(FindStack(parsed, "--source") ?? FindStack(parsed, "--stack"))).ReadUrns();
    }

    private static IEnumerable<string> ListScenarios(Workspace workspace)
    {
        var folder = Path.Combine(workspace.Project.StackConfigDirectory, "rehearsals");
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)!)
            : [];
    }

    private static IEnumerable<string> ListNames(ParseResult parsed, string path) =>
        OpenSettings(parsed).List(path, arePaths: true).Select(setting => setting.Path[path.Length..]);

    private static Completions ListSettings(ParseResult parsed, string current, bool arePaths, string suffix)
    {
        var candidates =
            from setting in OpenSettings(parsed).List(current, arePaths)
            from ending in arePaths && setting.HasMembers ? (setting.IsScalar ? (string[])[suffix, "."] : ["."]) : [suffix]
            select new Candidate(setting.Path + ending, setting.Description) { IsPartial = ending.Length > 0 };
        return new Completions(CompletionKind.Words, [.. candidates]);
    }

    private static SettingPaths OpenSettings(ParseResult parsed)
    {
        var workspace = WorkspaceAccess.Open(parsed);
        return workspace.Configuration(workspace.ResolveConfigured(FindStack(parsed, "--stack") ?? FindAnyStack(workspace))).Paths;
    }

    /// <summary>Names a stack where none is selected, since all have the same settings. Null for the selected one.</summary>
    private static string? FindAnyStack(Workspace workspace) =>
        (workspace.Selection.Selected ?? Environment.GetEnvironmentVariable("PULUMI_STACK")) is null
        && workspace.StackNames() is [var first, ..]
            ? first
            : null;

    private static string? FindStack(ParseResult parsed, string option) =>
        parsed.CommandResult.Command.Options.FirstOrDefault(own => own.Name == option) is Option<string?> stack
            ? parsed.GetValue(stack)
            : null;

    private static bool HasFlag(ParseResult parsed, string option) =>
        parsed.CommandResult.Command.Options.FirstOrDefault(own => own.Name == option) is Option<bool> flag && parsed.GetValue(flag);
}
