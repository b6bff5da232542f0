using System.CommandLine;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Engine.Operations;
using Spectre.Console;

namespace Infra.Cli.Commands.Operations;

/// <summary>Obtains the user's approval of a planned change.</summary>
internal sealed class ChangeApproval(ParseResult parsed, OperationOptionSet options, string question)
{
    private const string No = "no";
    private const string Yes = "yes";
    private const string Details = "details";

    /// <summary>Fails early if approval could not be obtained later.</summary>
    /// <exception cref="UsageException">There is neither <c>--yes</c> nor a terminal to ask in.</exception>
    public void RequirePossible()
    {
        if (!IsGiven && (parsed.GetValue(options.Json) || !Confirmation.CanAsk(parsed)))
        {
            throw new UsageException(
                "--yes or --skip-preview must be passed in to proceed when running in non-interactive mode",
                ExitCode.Configuration
            );
        }
    }

    /// <summary>Asks, unless the command line already approves. The question and its answer stay on the screen.</summary>
    /// <param name="plan">What the operation would do.</param>
    /// <param name="showDetails">Shows every property that would change.</param>
    /// <param name="cancellationToken">Withdraws the question, when the user interrupts the command.</param>
    public async Task<bool> AskAsync(OperationOutcome plan, Action showDetails, CancellationToken cancellationToken)
    {
        if (IsGiven)
        {
            return true;
        }

        if (!plan.HasChanges)
        {
            // The update still runs: it records outputs that changed.
            return true;
        }

        while (true)
        {
            var prompt = new SelectionPrompt<string>().Title(question).AddChoices(No, Yes, Details);
            var answer = await AskAsync(prompt, cancellationToken);
            AnsiConsole.WriteLine($"{question} {answer}");
            if (answer != Details)
            {
                return answer == Yes;
            }

            showDetails();
        }
    }

    private static async Task<string> AskAsync(SelectionPrompt<string> prompt, CancellationToken cancellationToken)
    {
        try
        {
            return await prompt.ShowAsync(AnsiConsole.Console, cancellationToken);
        }
        finally
        {
            // A prompt that is withdrawn leaves it hidden.
            AnsiConsole.Cursor.Show();
        }
    }

    private bool IsGiven => parsed.GetValue(options.Yes) || parsed.GetValue(options.SkipPreview);
}
