using System.CommandLine;
using System.CommandLine.Parsing;
using Infra.Engine.Errors;

namespace Infra.Cli.Terminal;

/// <summary>Reports mistakes on the command line: what is wrong, how the command is used, and where its options are described.</summary>
internal static class UsageErrors
{
    /// <summary>Writes the errors to standard error.</summary>
    /// <returns>The exit code.</returns>
    public static int Write(ParseResult parsed)
    {
        foreach (var message in parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal))
        {
            ErrorOutput.Write(parsed, message);
        }

        var path = GetPath(parsed.CommandResult);
        Console.Error.WriteLine($"Usage: {Describe(path, parsed.CommandResult.Command)}");
        Console.Error.WriteLine($"Run '{path} --help' for details.");
        return (int)ExitCode.Error;
    }

    /// <summary>Describes how a command is used, in one line.</summary>
    internal static string Describe(string path, Command command)
    {
        var arguments = command.Arguments.Select(argument =>
            argument.Arity.MinimumNumberOfValues == 0 ? $"[{argument.Name}]" : argument.Name
        );
        string[] parts = command.Subcommands.Any(child => !child.Hidden)
            ? [path, "COMMAND", "[options]"]
            : [path, .. arguments, "[options]"];
        return string.Join(' ', parts);
    }

    private static string GetPath(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{GetPath(parent)} {command.Command.Name}" : "infra";
}
