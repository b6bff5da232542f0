using System.CommandLine;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Engine.Operations;
using Spectre.Console;

namespace Infra.Cli.Commands.Operations;

/// <summary>Whether a planned change may be made.</summary>
internal sealed class ChangeApproval(ParseResult parsed, OperationOptionSet options, string question)
{
    /// <summary>Refuses before anything begins where nobody could approve later.</summary>
    /// <exception cref="UsageException">Neither <c>--yes</c> nor a terminal to ask in.</exception>
    public void RequirePossible()
    {
        if (!IsGiven && (parsed.GetValue(options.Json) || !Confirmation.CanAsk(parsed)))
        {
            throw new UsageException(
                "--yes or --skip-preview must be passed in to proceed when running in non-interactive mode", ExitCode.Configuration);
        }
    }

    /// <summary>Asks, unless the command line has answered.</summary>
    public bool Ask(OperationOutcome plan)
    {
        if (IsGiven)
        {
            return true;
        }

        if (!plan.HasChanges)
        {
            // Nothing to approve: carrying on only records the outputs.
            return true;
        }

        return AnsiConsole.Prompt(new SelectionPrompt<string>().Title(question).AddChoices("no", "yes")) == "yes";
    }

    private bool IsGiven => parsed.GetValue(options.Yes) || parsed.GetValue(options.SkipPreview);
}
