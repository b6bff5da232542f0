using System.CommandLine;
using System.Diagnostics;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Spectre.Console;

namespace Infra.Cli.Commands.StateEdits;

/// <summary><c>infra state edit</c>.</summary>
internal static class EditStateCommand
{
    private const string Variable = "EDITOR";

    private const string Accept = "accept";
    private const string EditAgain = "edit";
    private const string Reset = "reset";
    private const string Cancel = "cancel";

    public static Command Create()
    {
        var stackOption = CommonOptions.Stack();
        var command = new InfraCommand(
            "edit",
            "Edit a stack's state in the program of EDITOR; it is checked before it is saved",
            ("infra state edit --stack dev", "Edit the state of the stack dev as JSON, with encrypted secrets")
        )
        {
            stackOption,
        };
        command.Aliases.Add("update");
        command.Aliases.Add("modify");
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (!Confirmation.CanAsk(parsed))
                {
                    throw new UsageException("infra state edit must be run in interactive mode");
                }

                var editor = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } program
                    ? program
                    : throw new UsageException($"no {Variable} environment variable set");
                var workspace = WorkspaceAccess.Open(parsed);
                var stack = workspace.Resolve(parsed.GetValue(stackOption));
                await workspace
                    .Edits(stack)
                    .EditTextAsync((original, check) => EditAsync(parsed, editor, original, check, cancellationToken), cancellationToken);
                return 0;
            }
        );
        return command;
    }

    /// <summary>Opens the editor until the user accepts or cancels.</summary>
    /// <returns>The accepted text, or null if it was not changed.</returns>
    private static async Task<byte[]?> EditAsync(
        ParseResult parsed,
        string editor,
        byte[] original,
        Func<byte[], Task> check,
        CancellationToken cancellationToken
    )
    {
        // The folder's mode is 0700.
        var folder = Directory.CreateTempSubdirectory("infra-state-edit-");
        try
        {
            var file = Path.Combine(folder.FullName, "state.json");
            await File.WriteAllBytesAsync(file, original, cancellationToken);
            while (true)
            {
                await RunEditorAsync(editor, file, cancellationToken);
                var edited = await File.ReadAllBytesAsync(file, cancellationToken);
                if (edited.AsSpan().SequenceEqual(original))
                {
                    ErrorOutput.Warn(parsed, "provided state was not changed");
                    return null;
                }

                switch (await AskAsync(parsed, edited, check))
                {
                    case Accept:
                        return edited;
                    case Reset:
                        await File.WriteAllBytesAsync(file, original, cancellationToken);
                        break;
                    case Cancel:
                        throw new UsageException("confirmation cancelled, not proceeding with the state edit");
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> AskAsync(ParseResult parsed, byte[] edited, Func<byte[], Task> check)
    {
        var question = "Do you want to perform this edit?";
        string[] choices = [Accept, EditAgain, Reset, Cancel];
        try
        {
            await check(edited);
        }
        catch (EngineException error)
        {
            ErrorOutput.Write(parsed, $"provided state is not valid: {error.Message}");
            question = "Received invalid state. What would you like to do?";
            choices = [EditAgain, Reset, Cancel];
        }

        return AnsiConsole.Prompt(new SelectionPrompt<string>().Title(question).AddChoices(choices));
    }

    private static async Task RunEditorAsync(string editor, string file, CancellationToken cancellationToken)
    {
        // The variable may hold arguments, as in `code --wait`, and quotes: the shell splits it.
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd.exe", ["/c", $"{editor} \"{file}\""])
            : new ProcessStartInfo("/bin/sh", ["-c", $"{editor} \"$1\"", "sh", file]);
        using var process = Process.Start(start) ?? throw new UsageException($"{Variable}: {editor} cannot be started");
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new UsageException($"{Variable}: {editor} failed with exit code {process.ExitCode}: nothing was changed");
        }
    }
}
