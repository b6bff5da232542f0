using System.CommandLine;

namespace Infra.Cli.Commands.Refused;

/// <summary>A command that Pulumi has and <c>infra</c> has not: it takes any arguments and fails with the reason.</summary>
internal sealed class RefusedCommand : Command
{
    public RefusedCommand(string path, IEnumerable<string> aliases, string reason)
        : base(path.Split(' ')[^1], $"Not supported: {reason}")
    {
        Reason = reason;
        Hidden = true;
        TreatUnmatchedTokensAsErrors = false;
        foreach (var alias in aliases)
        {
            Aliases.Add(alias);
        }

        Message = $"`pulumi {path}` is not supported by infra: {reason}";
        SetAction(new Func<ParseResult, int>(_ => throw new UsageException(Message)));
    }

    /// <summary>The error of every use of the command.</summary>
    public string Message { get; }

    /// <summary>Why there is no such command, and what to use instead.</summary>
    public string Reason { get; }
}
