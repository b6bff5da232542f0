using System.CommandLine;

namespace Infra.Cli.Commands.Stacks;

/// <summary><c>infra stack export</c>.</summary>
internal static class ExportStackCommand
{
    public static Command Create()
    {
        var stack = CommonOptions.Stack();
        var file = new Option<string?>("--file") { Description = "Write to this file (default: standard output)", HelpName = "FILE" };
        var showSecrets = CommonOptions.ShowSecrets();
        var command = new InfraCommand(
            "export",
            "Write a stack's state as JSON that `pulumi stack import` reads",
            ("infra stack export --stack dev --file dev.json", "Write the state of the stack dev to a file")
        )
        {
            stack,
            file,
            showSecrets,
        };
        command.SetAction(parsed =>
        {
            var workspace = WorkspaceAccess.Open(parsed);
            var state = workspace.State(workspace.Resolve(parsed.GetValue(stack)));
            using var target = parsed.GetValue(file) is { } path
                ? CreatePrivate(Path.GetFullPath(path, WorkspaceAccess.Directory(parsed)))
                : Console.OpenStandardOutput();
            state.Export(target, parsed.GetValue(showSecrets));
            target.WriteByte((byte)'\n');
            return 0;
        });
        return command;
    }

    private static FileStream CreatePrivate(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
