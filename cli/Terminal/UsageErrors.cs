using System.CommandLine;
using System.CommandLine.Invocation;
using Infra.Cli.Commands.Refused;
using Infra.Engine.Errors;

namespace Infra.Cli.Terminal;

/// <summary>Reports a command line that does not parse: what is wrong, and where the help is, instead of the help itself.</summary>
internal static class UsageErrors
{
    /// <summary>True for a command line with mistakes. One without any words asks for the help.</summary>
    public static bool Exist(ParseResult parsed) => parsed.Action is ParseErrorAction && parsed.Tokens.Count > 0;

    public static int Report(ParseResult parsed)
    {
        ErrorOutput.WriteEach(parsed, Describe(parsed));
        Console.Error.WriteLine($"Run `{GetPath(parsed.CommandResult.Command)} --help` for its usage.");
        return (int)ExitCode.Error;
    }

    /// <summary>The mistakes: the options that are refused by name, with their reasons, before any other.</summary>
    public static IEnumerable<string> Describe(ParseResult parsed)
    {
        var refused = parsed
            .UnmatchedTokens.Select(token => token.Split('=')[0])
            .Select(option => (Option: option, Reason: RefusedOptions.FindReason(option)))
            .Where(found => found.Reason is not null)
            .Select(found => $"`{found.Option}` is not supported by infra: {found.Reason}")
            .ToArray();
        return refused.Length > 0 ? refused : parsed.Errors.Select(error => error.Message);
    }

    private static string GetPath(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{GetPath(parent)} {command.Name}" : "infra";
}
