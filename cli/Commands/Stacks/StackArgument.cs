using System.CommandLine;

namespace Infra.Cli.Commands.Stacks;

/// <summary>A stack that can be named by an argument or by <c>--stack</c>.</summary>
internal static class StackArgument
{
    /// <summary>The name, or null.</summary>
    /// <exception cref="UsageException">There are both.</exception>
    public static string? Require(ParseResult parsed, Argument<string?> argument, Option<string?> option) =>
        (parsed.GetValue(argument), parsed.GetValue(option)) switch
        {
            ({ }, { }) => throw new UsageException("only one of --stack or argument stack name may be specified, not both"),
            var (named, opted) => named ?? opted,
        };
}
