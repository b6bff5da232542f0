using System.CommandLine;
using Infra.Engine.Policies;

namespace Infra.Cli.Commands.Policies;

/// <summary>The pack that is used if none is named: the folder <c>policies</c> in the working directory.</summary>
internal static class DefaultPack
{
    private const string Folder = "policies";

    public static PolicyPackReference Get(ParseResult parsed) => new(Path.Combine(WorkspaceAccess.Directory(parsed), Folder));

    public static IReadOnlyList<PolicyPackReference> IfNone(IReadOnlyList<PolicyPackReference> named, ParseResult parsed) =>
        named.Count > 0 ? named : [Get(parsed)];
}
