using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Engine.Operations;
using Infra.Engine.State;

namespace Infra.Cli.Commands.Stacks;

/// <summary><c>infra stack ls</c>.</summary>
internal static class ListStacksCommand
{
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var all = new Option<bool>("--all", "-a") { Description = "List the stacks of all projects in the backend" };
        var project = new Option<string?>("--project", "-p") { Description = "List the stacks of this project", HelpName = "PROJECT" };
        var tag = new Option<string?>("--tag", "-t") { Description = "List the stacks with this tag", HelpName = "NAME[=VALUE]" };
        var command = new InfraCommand(
            "ls",
            "List the project's stacks",
            ("infra stack ls", "List the stacks; the selected one is marked *"),
            ("infra stack ls --all --json", "List the stacks of all projects as JSON")
        )
        {
            json,
            all,
            project,
            tag,
        };
        command.Aliases.Add("list");
        command.SetAction(parsed =>
        {
            var workspace = WorkspaceAccess.Open(parsed);
            var projects = (parsed.GetValue(project), parsed.GetValue(all)) switch
            {
                ({ } named, _) => [named],
                (_, true) => BackendProjects.List(workspace.Backend),
                _ => [workspace.Project.Name],
            };
            Listing[] stacks =
            [
                .. projects
                    .SelectMany(name => workspace.Backend.List(name).Select(summary => Describe(workspace, name, summary)))
                    .Where(listing => HasTag(workspace, listing, parsed.GetValue(tag)))
                    .OrderBy(listing => listing.Shown, StringComparer.Ordinal),
            ];
            Write(stacks, parsed.GetValue(json));
            string[] problems = [.. stacks.Select(stack => stack.Summary.Problem).OfType<string>()];
            ErrorOutput.WriteEach(parsed, problems);
            return problems.Length == 0 ? 0 : (int)ExitCode.Error;
        });
        return command;
    }

    private static void Write(Listing[] stacks, bool asJson)
    {
        if (asJson)
        {
            ListedStack[] listed =
            [
                .. stacks.Select(stack => new ListedStack(
                    stack.Shown,
                    stack.IsSelected,
                    stack.Summary.LastUpdate?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                    stack.Summary.ResourceCount,
                    stack.Summary.Problem
                )),
            ];
            Console.WriteLine(JsonSerializer.Serialize(listed, ListedStackJson.Default.ListedStackArray));
            return;
        }

        TextTable.Write(
            ["NAME", "LAST UPDATE", "RESOURCE COUNT"],
            stacks.Select(stack =>
                (string[])
                    [
                        stack.IsSelected ? $"{stack.Shown}*" : stack.Shown,
                        stack.Summary.Problem is null
                            ? RelativeTime.Describe(stack.Summary.LastUpdate, TimeProvider.System.GetUtcNow())
                            : "damaged",
                        stack.Summary.LastUpdate is null ? "n/a" : stack.Summary.ResourceCount.ToString(CultureInfo.InvariantCulture),
                    ]
            ),
            gap: TextTable.PulumiGap
        );
    }

    /// <summary>Describes a stack. One of another project is shown with its full name.</summary>
    private static Listing Describe(Workspace workspace, string project, StackSummary summary)
    {
        var stack = new StackName(project, summary.Name);
        var isOwn = project == workspace.Project.Name;
        return new Listing(stack, isOwn ? stack.Name : stack.Full, isOwn && stack.Name == workspace.Selection.Selected, summary);
    }

    private static bool HasTag(Workspace workspace, Listing listing, string? filter)
    {
        if (filter is null)
        {
            return true;
        }

        var (name, value) = filter.Split('=', 2) is [var key, var wanted] ? (key, wanted) : (filter, null);
        return workspace.Tags(listing.Stack).Read().TryGetValue(name, out var found) && (value is null || value == found);
    }

    private sealed record Listing(StackName Stack, string Shown, bool IsSelected, StackSummary Summary);
}

/// <summary>A stack in the output of <c>stack ls --json</c>, with the members of Pulumi's, and why a state cannot be read.</summary>
internal sealed record ListedStack(string Name, bool Current, string? LastUpdate, int ResourceCount, string? Problem);

[JsonSerializable(typeof(ListedStack[]))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
internal sealed partial class ListedStackJson : JsonSerializerContext;
