using System.CommandLine;

namespace Infra.Cli.Commands.Refused;

/// <summary>The commands of Pulumi that <c>infra</c> refuses by name, each with the reason.</summary>
internal static class RefusedCommands
{
    private const string Cloud = "it needs Pulumi Cloud, which infra does not use";
    private const string Plugins = "plugins are not downloaded: copy one into a folder that docs/providers.md lists";
    private const string Schemas = "the SDK's classes are generated from schemas when it is built";
    private const string Developers = "it is for developers of Pulumi's own engine";

    private static readonly (string Path, string[] Aliases, string Reason)[] All =
    [
        ("new", ["create", "setup"], "there are no templates: copy an existing project"),
        ("console", [], Cloud),
        ("install", [], "a program's packages are restored when it is built"),
        ("env", [], "environments belong to Pulumi Cloud; put values into the stack file"),
        ("org", [], Cloud),
        ("project", [], Cloud),
        ("deployment", [], Cloud),
        ("api", [], Cloud),
        ("insights", [], Cloud),
        ("do", [], "resources are changed through a program only"),
        ("plugin install", [], Plugins),
        ("plugin remove", ["rm", "delete"], "delete the folder that `infra plugin ls` shows"),
        ("plugin run", [], "plugins are started by the engine only"),
        ("schema", [], Schemas),
        ("package", [], Schemas),
        ("convert", [], "there is nothing to convert to: programs are .NET programs"),
        ("watch", [], "run `infra up` after a change"),
        ("logs", [], "read the logs of pods with `kubectl logs`"),
        ("template", [], Cloud),
        ("neo", [], Cloud),
        ("gen-markdown", [], Developers),
        ("view-trace", [], Developers),
        ("convert-trace", [], Developers),
        ("replay-events", [], Developers),
        ("events", [], Developers),
        ("generate-cli-spec", [], Developers),
        ("config env", [], "environments belong to Pulumi Cloud; put values into the stack file"),
        ("stack get", [], "`infra stack` shows the same"),
        ("stack drift", [], Cloud),
        ("stack schedule", [], Cloud),
        ("stack webhook", [], Cloud),
        ("stack migrate", [], "move a stack with `infra stack export` and `infra stack import`"),
        ("stack history events", [], Cloud),
        ("state get", [], "`infra stack export` shows every resource"),
        ("about env", [], "the variables are in docs/pulumi-compatibility.md"),
        ("policy disable", [], Cloud),
        ("policy enable", [], Cloud),
        ("policy group", [], Cloud),
        ("policy install", [], Cloud),
        ("policy new", ["create", "setup"], "there are no templates: copy docs/samples/policy-pack"),
        ("policy publish", [], Cloud),
        ("policy remove", ["rm", "delete"], Cloud),
        ("policy validate-config", [], "`infra policy check` validates the configuration, too"),
        ("policy analyze", [], "use `infra policy check`"),
        ("policy compliance", [], Cloud),
        ("policy issue", [], Cloud),
    ];

    /// <summary>Adds the commands to the tree. A parent that exists keeps its own action.</summary>
    public static void AddTo(RootCommand root)
    {
        foreach (var (path, aliases, reason) in All)
        {
            Command parent = root;
            foreach (var word in path.Split(' ')[..^1])
            {
                parent = parent.Subcommands.Single(command => command.Name == word);
            }

            parent.Subcommands.Add(new RefusedCommand(path, aliases, reason));
        }
    }
}
