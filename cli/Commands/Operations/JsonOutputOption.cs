using System.CommandLine;

namespace Infra.Cli.Commands.Operations;

/// <summary>The option <c>--json</c> of an operation: its whole standard output is JSON, errors of the command line included.</summary>
internal sealed class JsonOutputOption : Option<bool>
{
    public JsonOutputOption()
        : base("--json", "-j") => Description = "Write JSON (docs/json-events.md)";
}
