using System.CommandLine;

namespace Infra.Cli.Commands.Stacks;

/// <summary><c>infra stack graph</c>.</summary>
internal static class StackGraphCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The file to write, in the DOT language" };
        var stackOption = CommonOptions.Stack();
        var ignoreParents = new Option<bool>("--ignore-parent-edges") { Description = "Leave out edges to parents" };
        var ignoreDependencies = new Option<bool>("--ignore-dependency-edges") { Description = "Leave out edges to dependencies" };
        var dependencyColor = new Option<string>("--dependency-edge-color")
        {
            Description = "The color of edges to dependencies",
            DefaultValueFactory = _ => "#246C60",
            HelpName = "COLOR",
        };
        var parentColor = new Option<string>("--parent-edge-color")
        {
            Description = "The color of edges to parents",
            DefaultValueFactory = _ => "#AA6639",
            HelpName = "COLOR",
        };
        var shortNames = new Option<bool>("--short-node-name") { Description = "Label the nodes with names instead of URNs" };
        var fragment = new Option<string>("--dot-fragment")
        {
            Description = "DOT text for the top of the graph",
            DefaultValueFactory = _ => "",
            HelpName = "DOT",
        };
        var command = new InfraCommand(
            "graph",
            "Write the dependency graph of a stack's state",
            ("infra stack graph dev.dot --stack dev", "Write the graph of the stack dev, for `dot -Tsvg dev.dot`")
        )
        {
            file,
            stackOption,
            ignoreParents,
            ignoreDependencies,
            dependencyColor,
            parentColor,
            shortNames,
            fragment,
        };
        command.SetAction(parsed =>
        {
            var workspace = WorkspaceAccess.Open(parsed);
            var stack = workspace.Resolve(parsed.GetValue(stackOption));
            var graph = new StateGraph
            {
                DependencyColor = parsed.GetValue(ignoreDependencies) ? null : parsed.GetValue(dependencyColor),
                ParentColor = parsed.GetValue(ignoreParents) ? null : parsed.GetValue(parentColor),
                UsesShortNames = parsed.GetValue(shortNames),
                Fragment = parsed.GetValue(fragment) ?? "",
            };
            var name = parsed.GetRequiredValue(file);
            File.WriteAllText(Path.GetFullPath(name, WorkspaceAccess.Directory(parsed)), graph.Draw(workspace.State(stack).Read()));
            Console.WriteLine($"Wrote stack dependency graph to `{name}`");
            return 0;
        });
        return command;
    }
}
