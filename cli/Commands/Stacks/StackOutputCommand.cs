using System.CommandLine;
using System.Text.Json;
using Infra.Cli.Display;
using Infra.Cli.Terminal;
using Infra.Protocol.Values;

namespace Infra.Cli.Commands.Stacks;

/// <summary><c>infra stack output</c>.</summary>
internal static class StackOutputCommand
{
    public static Command Create()
    {
        var property = new Argument<string?>("NAME")
        {
            Description = "Print only the value of this output",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var stack = CommonOptions.Stack();
        var json = CommonOptions.Json();
        var showSecrets = CommonOptions.ShowSecrets();
        var command = new InfraCommand(
            "output",
            "Show a stack's outputs",
            ("infra stack output --stack dev", "Show all outputs"),
            ("infra stack output url --stack dev", "Print one output")
        )
        {
            property,
            stack,
            json,
            showSecrets,
        };
        command.SetAction(parsed =>
        {
            var workspace = WorkspaceAccess.Open(parsed);
            var outputs = workspace.State(workspace.Resolve(parsed.GetValue(stack))).ReadOutputs();
            var values = new JsonValues(parsed.GetValue(showSecrets));
            if (parsed.GetValue(property) is { } name)
            {
                var others = outputs.Count == 0 ? "" : $"; it has: {string.Join(", ", outputs.Keys)}";
                var value = outputs.Find(name) ?? throw new UsageException($"current stack does not have output property '{name}'{others}");
                Console.WriteLine(parsed.GetValue(json) ? values.Text(value) : values.Bare(value));
            }
            else if (parsed.GetValue(json))
            {
                Console.WriteLine(values.Text(outputs));
            }
            else if (outputs.Count == 0)
            {
                Console.WriteLine("No output values currently in this stack");
            }
            else
            {
                Console.WriteLine("Current stack outputs:");
                TextTable.Write(
                    ["OUTPUT", "VALUE"],
                    outputs.Select(output => (string[])[output.Key, values.Bare(output.Value)]),
                    indent: 4
                );
            }

            return 0;
        });
        return command;
    }
}
