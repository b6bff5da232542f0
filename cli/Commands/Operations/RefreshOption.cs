using System.CommandLine;
using System.CommandLine.Parsing;

namespace Infra.Cli.Commands.Operations;

/// <summary>The option <c>--refresh</c> of preview, up and destroy.</summary>
internal sealed class RefreshOption
{
    private readonly Option<bool> _option = new("--refresh", "-r")
    {
        Description = "Read the live objects into the state first (default: `options.refresh` of Pulumi.yaml)",
        HelpName = "true|false",
    };

    public void AddTo(Command command) => command.Add(_option);

    /// <summary>The choice of the command line; null where it makes none.</summary>
    public bool? Read(ParseResult parsed) => parsed.GetResult(_option) is null ? null : parsed.GetValue(_option);

    /// <summary>True where the command line asks for a refresh.</summary>
    public bool IsRequested(CommandResult result) => result.GetResult(_option) is { Implicit: false } && result.GetValue(_option);
}
