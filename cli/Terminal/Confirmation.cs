using System.CommandLine;
using Infra.Cli.Commands;
using Infra.Engine.Errors;

namespace Infra.Cli.Terminal;

/// <summary>Asks before something that cannot be undone.</summary>
internal static class Confirmation
{
    /// <summary>Whether a question can be asked at all.</summary>
    public static bool CanAsk(ParseResult parsed) =>
        !parsed.GetValue(CommonOptions.NonInteractive) && !Console.IsInputRedirected && !Console.IsOutputRedirected;

    /// <summary>Returns where the user agrees, by <c>--yes</c> or by answering.</summary>
    /// <exception cref="UsageException">The user declines, or cannot be asked.</exception>
    public static void Require(ParseResult parsed, Option<bool> yes, string question)
    {
        if (parsed.GetValue(yes))
        {
            return;
        }

        if (!CanAsk(parsed))
        {
            throw new UsageException("--yes must be passed in to proceed when running in non-interactive mode", ExitCode.Configuration);
        }

        Console.Write($"{question} (yes/no) ");
        if (Console.ReadLine()?.Trim() is not ("yes" or "y"))
        {
            throw new UsageException("declined: nothing was changed");
        }
    }
}
