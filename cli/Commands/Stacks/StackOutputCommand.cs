using System.CommandLine;
using System.Text.Json;
using Infra.Cli.Display;
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
        var shell = new Option<bool>("--shell") { Description = "Write assignments of shell variables" };
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
            shell,
            showSecrets,
        };
        command.Validators.Add(result =>
        {
            if (result.IsOn(json) && result.IsOn(shell))
            {
                result.AddError("only one of --json and --shell may be set.");
            }
        });
        command.SetAction(parsed =>
        {
            var workspace = WorkspaceAccess.Open(parsed);
            var outputs = workspace.State(workspace.ResolveConfigured(parsed.GetValue(stack))).ReadOutputs();
            var values = new JsonValues(parsed.GetValue(showSecrets));
            if (parsed.GetValue(property) is { } name)
            {
                var others = outputs.Count == 0 ? "" : $"; it has: {string.Join(", ", outputs.Keys)}";
                var value = outputs.Find(name) ?? throw new UsageException($"current stack does not have output property '{name}'{others}");
                outputs = PropertyMap.Create((name, value));
                if (!parsed.GetValue(shell))
                {
                    Console.WriteLine(parsed.GetValue(json) ? values.Text(value) : values.Bare(value));
                    return 0;
                }
            }

            if (parsed.GetValue(shell))
            {
                foreach (var (key, value) in outputs)
                {
                    StackOutputs.WriteShell(key, values.Bare(value));
                }
            }
            else if (parsed.GetValue(json))
            {
                Console.WriteLine(values.Text(outputs));
            }
            else
            {
                StackOutputs.WriteTable(outputs, values);
            }

            return 0;
        });
        return command;
    }
}
