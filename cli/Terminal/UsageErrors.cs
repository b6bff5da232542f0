using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Infra.Cli.Commands.Refused;
using Infra.Engine.Errors;

namespace Infra.Cli.Terminal;

/// <summary>Reports a command line that does not parse: what is wrong, and where the help is, instead of the help itself.</summary>
internal static class UsageErrors
{
    /// <summary>True for a command line with mistakes. One without any words asks for the help.</summary>
    public static bool Exist(ParseResult parsed) =>
        (parsed.Action is ParseErrorAction && parsed.Tokens.Count > 0)
        || (parsed.CommandResult.Command is not RefusedCommand && GetStrayOptions(parsed).Any());

    /// <summary>Writes the mistakes.</summary>
    /// <returns>The exit code.</returns>
    public static int Report(ParseResult parsed, IReadOnlyList<string> mistakes)
    {
        ErrorOutput.WriteEach(parsed, mistakes);
        Console.Error.WriteLine($"Run `{GetName(parsed)} --help` for its usage.");
        return (int)ExitCode.Error;
    }

    /// <summary>The mistakes: what is refused by name, with the reason, before any other.</summary>
    public static IEnumerable<string> Describe(ParseResult parsed)
    {
        if (parsed.CommandResult.Command is RefusedCommand refused)
        {
            return [refused.Message];
        }

        var stray = GetStrayOptions(parsed).ToArray();
        var reasons = stray.Select(option => RefusedOptions.Describe(GetPath(parsed), option)).OfType<string>().ToArray();
        return reasons.Length > 0 ? reasons
            : stray.Length > 0 ? stray.Select(option => $"unknown option '{option}'; write `--` before an argument that begins with a dash")
            : parsed.UnmatchedTokens.Count > 0 ? [DescribeUnknown(parsed)]
            : parsed.CommandResult.Command.Action is null ? [$"missing command: one of {ListCommands(parsed)}"]
            : parsed.Errors.Select(error => error.Message);
    }

    private static string DescribeUnknown(ParseResult parsed) =>
        IsGroup(parsed)
            ? $"unknown command '{parsed.UnmatchedTokens[0]}' for `{GetName(parsed)}`: one of {ListCommands(parsed)}"
            : $"unexpected argument '{parsed.UnmatchedTokens[0]}' for `{GetName(parsed)}`";

    private static bool IsGroup(ParseResult parsed) => parsed.CommandResult.Command.Subcommands.Any(child => !child.Hidden);

    private static string ListCommands(ParseResult parsed) =>
        string.Join(", ", parsed.CommandResult.Command.Subcommands.Where(child => !child.Hidden).Select(child => child.Name));

    private static string GetName(ParseResult parsed) => $"infra {GetPath(parsed)}".TrimEnd();

    /// <summary>The words that look like options but are none of the command's. The parser takes them for arguments.</summary>
    private static IEnumerable<string> GetStrayOptions(ParseResult parsed)
    {
        var literal = parsed.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Select(token => token.Value).ToHashSet();
        return parsed
            .CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens.Select(token => token.Value))
            .Concat(parsed.UnmatchedTokens)
            .Where(word => word.Length > 1 && word[0] == '-' && !char.IsAsciiDigit(word[1]) && !literal.Contains(word))
            .Select(word => word.Split('=')[0]);
    }

    /// <summary>The words of the command, without the program's name.</summary>
    private static string GetPath(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult { Parent: not null } command; result = command.Parent)
        {
            names.Push(command.Command.Name);
        }

        return string.Join(' ', names);
    }
}
