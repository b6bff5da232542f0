using System.CommandLine;
using Infra.Engine.Operations;
using Infra.Engine.State;

namespace Infra.Cli.Commands.Operations;

/// <summary>
/// Configuration on the command line of an operation. As in Pulumi, it is stored in the stack's file before the operation begins.
/// </summary>
internal sealed class InlineConfiguration
{
    private readonly Option<string[]> _values = new("--config", "-c")
    {
        Description = "Set a configuration value in the stack's file first",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<bool> _arePaths = new("--config-path")
    {
        Description = "The keys of --config are paths into structured values",
    };

    public InlineConfiguration() =>
        _values.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) <= 0))
            {
                result.AddError($"--config '{token.Value}': expected KEY=VALUE.");
            }
        });

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_values);
        command.Add(_arePaths);
    }

    /// <summary>Stores the values, if there are any.</summary>
    public async Task ApplyAsync(ParseResult parsed, Workspace workspace, StackName stack, CancellationToken cancellationToken)
    {
        if (parsed.GetResult(_values) is null || parsed.GetValue(_values) is not { Length: > 0 } values)
        {
            return;
        }

        var configuration = workspace.Configuration(stack);
        foreach (var value in values)
        {
            var end = value.IndexOf('=', StringComparison.Ordinal);
            await configuration.SetAsync(
                value[..end],
                value[(end + 1)..],
                isSecret: false,
                isPath: parsed.GetValue(_arePaths),
                cancellationToken
            );
        }
    }
}
