using System.CommandLine;
using Infra.Cli.Commands;
using Infra.Engine.Errors;

namespace Infra.Cli.Terminal;

/// <summary>Asks for confirmation of a command that cannot be undone.</summary>
internal static class Confirmation
{
    private const string SkipVariable = "PULUMI_SKIP_CONFIRMATIONS";

    /// <summary>True if the user can be prompted.</summary>
    public static bool CanAsk(ParseResult parsed) =>
        !parsed.GetValue(CommonOptions.NonInteractive) && !Console.IsInputRedirected && !Console.IsOutputRedirected;

    /// <summary>True if the command line or the environment confirms beforehand.</summary>
    public static bool IsGiven(ParseResult parsed, Option<bool> yes) =>
        parsed.GetValue(yes) || Environment.GetEnvironmentVariable(SkipVariable)?.ToLowerInvariant() is "1" or "true";

    /// <summary>Returns if the user confirms, with <c>--yes</c> or at the prompt.</summary>
    /// <exception cref="UsageException">The user declines or cannot be prompted.</exception>
    public static void Require(ParseResult parsed, Option<bool> yes, string question)
    {
        if (IsGiven(parsed, yes))
        {
            return;
        }

        if (!CanAsk(parsed))
        {
            throw new UsageException("--yes must be passed in to proceed when running in non-interactive mode", ExitCode.Configuration);
        }

        Ask(question);
    }

    /// <summary>Asks where the user can be prompted, and goes on without an answer elsewhere, as Pulumi's edits of the state do.</summary>
    /// <exception cref="UsageException">The user declines.</exception>
    public static void RequireInTerminal(ParseResult parsed, Option<bool> yes, string question)
    {
        if (!IsGiven(parsed, yes) && CanAsk(parsed))
        {
            Ask(question);
        }
    }

    /// <summary>Returns if the user confirms at the prompt.</summary>
    /// <exception cref="UsageException">The user declines.</exception>
    public static void Ask(string question)
    {
        Console.Write($"{question} (yes/no) ");
        if (Console.ReadLine()?.Trim() is not ("yes" or "y"))
        {
            throw new UsageException("declined: nothing was changed");
        }
    }
}
