using System.CommandLine;
using Infra.Engine.Errors;
using Infra.Engine.Operations;
using Infra.Engine.Resources;

namespace Infra.Cli.Commands.Operations;

/// <summary>The options of refresh for the creations that an interrupted update has left pending.</summary>
internal sealed class PendingCreationOptions
{
    private readonly Option<bool> _skip = new("--skip-pending-creates")
    {
        Description = "Keep pending creations in the state without asking, as is done in any case",
    };

    private readonly Option<bool> _clear = new("--clear-pending-creates") { Description = "Drop all pending creations from the state" };

    private readonly Option<string[]> _import = new("--import-pending-creates")
    {
        Description = "Drop the pending creation of a URN, whose object has the ID that the next use of the option gives",
        HelpName = "URN or ID",
    };

    public void AddTo(Command command)
    {
        command.Add(_skip);
        command.Add(_clear);
        command.Add(_import);
    }

    /// <summary>The pending creations that the command line drops.</summary>
    /// <exception cref="UsageException">The options contradict each other, or a URN is malformed.</exception>
    public PendingCreations Read(ParseResult parsed)
    {
        if (parsed.GetValue(_skip) && parsed.GetValue(_clear))
        {
            throw new UsageException("cannot set both --skip-pending-creates and --clear-pending-creates", ExitCode.Error);
        }

        var pairs = parsed.GetValue(_import) ?? [];
        if (pairs.Length % 2 != 0)
        {
            throw new UsageException(
                "--import-pending-creates: each URN must be followed by an ID: found an odd number of entries",
                ExitCode.Error
            );
        }

        return parsed.GetValue(_clear)
            ? PendingCreations.All
            : PendingCreations.None with
            {
                Urns = [.. pairs.Where((_, i) => i % 2 == 0).Select(ParseUrn)],
            };
    }

    private static Urn ParseUrn(string text) =>
        Urn.IsValid(text) ? new Urn(text) : throw new UsageException($"--import-pending-creates: '{text}' is not a URN", ExitCode.Error);
}
