using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Infra.Cli.Commands.Configuration;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Engine.Operations;

namespace Infra.Cli.Commands.Backends;

/// <summary><c>infra about</c> and <c>infra version</c>.</summary>
internal static class AboutCommand
{
    public static Command CreateVersion()
    {
        var command = new InfraCommand("version", "Print infra's version", ("infra version", "Print the version"));
        command.SetAction(_ => Console.WriteLine(Workspace.Version));
        return command;
    }

    public static Command Create()
    {
        var json = CommonOptions.Json();
        var stackOption = CommonOptions.Stack();
        var command = new InfraCommand(
            "about",
            "Print versions, the project, the stack and the backend, for reports",
            ("infra about --json", "Print them as JSON")
        )
        {
            json,
            stackOption,
        };
        command.SetAction(parsed =>
        {
            var sections = Describe(parsed, parsed.GetValue(stackOption));
            if (parsed.GetValue(json))
            {
                Console.WriteLine(sections.ToJsonString(ConfigValueJson.Indented));
                return 0;
            }

            foreach (var (title, section) in sections)
            {
                Console.WriteLine(title);
                TextTable.Write(
                    ["Name", "Value"],
                    section!.AsObject().Select(member => (string[])[member.Key, member.Value?.ToString() ?? ""]),
                    gap: TextTable.PulumiGap
                );
                Console.WriteLine();
            }

            return 0;
        });
        return command;
    }

    private static JsonObject Describe(ParseResult parsed, string? stackName)
    {
        var sections = new JsonObject
        {
            ["cliAbout"] = new JsonObject { ["version"] = Workspace.Version, ["runtime"] = RuntimeInformation.FrameworkDescription },
            ["hostAbout"] = new JsonObject
            {
                ["os"] = RuntimeInformation.OSDescription,
                ["arch"] = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant(),
            },
        };
        try
        {
            var workspace = WorkspaceAccess.Open(parsed);
            sections["project"] = new JsonObject { ["name"] = workspace.Project.Name, ["path"] = workspace.Project.RootDirectory };
            sections["backend"] = new JsonObject
            {
                ["name"] = Environment.MachineName,
                ["url"] = workspace.Backend.Url,
                ["user"] = Environment.UserName,
            };
            if ((stackName ?? workspace.Selection.Selected) is { } name)
            {
                var stack = workspace.ResolveConfigured(name);
                sections["currentStack"] = new JsonObject
                {
                    ["name"] = stack.Name,
                    ["fullyQualifiedName"] = stack.Full,
                    ["resources"] = workspace.State(stack).Read().Resources.Count,
                };
            }
        }
        catch (EngineException error) when (stackName is null)
        {
            // A report is wanted most where something is wrong.
            ErrorOutput.Warn(parsed, error.Message);
        }

        return sections;
    }
}
