using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;

namespace Infra.Cli.Commands.Stacks;

/// <summary><c>infra stack ls</c>.</summary>
internal static class ListStacksCommand
{
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var command = new InfraCommand(
            "ls",
            "List the project's stacks",
            ("infra stack ls", "List the stacks; the selected one is marked *")
        )
        {
            json,
        };
        command.SetAction(parsed =>
        {
            var workspace = WorkspaceAccess.Open(parsed);
            var selected = workspace.Selection.Selected;
            var stacks = workspace.Backend.List(workspace.Project.Name);
            if (parsed.GetValue(json))
            {
                ListedStack[] listed =
                [
                    .. stacks.Select(stack => new ListedStack(
                        stack.Name,
                        stack.Name == selected,
                        stack.LastUpdate?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                        stack.ResourceCount,
                        stack.Problem
                    )),
                ];
                Console.WriteLine(JsonSerializer.Serialize(listed, ListedStackJson.Default.ListedStackArray));
            }
            else
            {
                TextTable.Write(
                    ["NAME", "LAST UPDATE", "RESOURCE COUNT"],
                    stacks.Select(stack =>
                        (string[])
                            [
                                stack.Name == selected ? $"{stack.Name}*" : stack.Name,
                                stack.Problem is null
                                    ? RelativeTime.Describe(stack.LastUpdate, TimeProvider.System.GetUtcNow())
                                    : "damaged",
                                stack.LastUpdate is null ? "n/a" : stack.ResourceCount.ToString(CultureInfo.InvariantCulture),
                            ]
                    )
                );
            }

            string[] problems = [.. stacks.Select(stack => stack.Problem).OfType<string>()];
            foreach (var problem in problems)
            {
                ErrorOutput.Write(parsed, problem);
            }

            return problems.Length == 0 ? 0 : (int)ExitCode.Error;
        });
        return command;
    }
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
