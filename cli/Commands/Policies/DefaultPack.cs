using System.CommandLine;
using Infra.Engine.Policies;

namespace Infra.Cli.Commands.Policies;

/// <summary>The pack that is meant where none is named: the folder <c>policies</c> of the folder the command works in.</summary>
internal static class DefaultPack
{
    private const string Folder = "policies";

    public static PolicyPackReference Of(ParseResult parsed) => new(Path.Combine(WorkspaceAccess.Directory(parsed), Folder));

    public static IReadOnlyList<PolicyPackReference> OrNamed(IReadOnlyList<PolicyPackReference> named, ParseResult parsed) =>
        named.Count > 0 ? named : [Of(parsed)];
}
