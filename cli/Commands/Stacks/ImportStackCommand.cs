using System.CommandLine;

namespace Infra.Cli.Commands.Stacks;

/// <summary><c>infra stack import</c>.</summary>
internal static class ImportStackCommand
{
    public static Command Create()
    {
        var stack = CommonOptions.Stack();
        var file = new Option<string?>("--file")
        {
            Description = "Read from this file, or one of the backend (default: standard input)",
            HelpName = "FILE",
        };
        var command = new InfraCommand(
            "import",
            "Replace a stack's state by one that infra or Pulumi exported",
            ("infra stack import --stack dev --file dev.json", "Read the state of the stack dev from a file")
        )
        {
            stack,
            file,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = WorkspaceAccess.Open(parsed);
                var state = workspace.State(await WorkspaceAccess.StackAsync(parsed, stack, workspace, cancellationToken));
                await using var source = parsed.GetValue(file) is { } path
                    ? workspace.Backend.OpenFile(path) ?? OpenExisting(Path.GetFullPath(path, WorkspaceAccess.Directory(parsed)))
                    : Console.OpenStandardInput();
                await state.ImportAsync(source, cancellationToken);
                Console.WriteLine("Import complete.");
                return 0;
            }
        );
        return command;
    }

    private static FileStream OpenExisting(string path) =>
        File.Exists(path) ? File.OpenRead(path) : throw new UsageException($"--file: there is no file {path}");
}
