using System.CommandLine;
using Infra.Engine.Errors;

namespace Infra.Cli.Commands.Images;

/// <summary><c>infra images export</c>.</summary>
internal static class ExportImagesCommand
{
    public static Command Create()
    {
        var stack = CommonOptions.Stack();
        var output = new Option<string>("--out", "-o")
        {
            Description = "The file to write; an interrupted export leaves FILE.part, which the next one continues",
            HelpName = "FILE",
            Required = true,
        };
        var command = new InfraCommand(
            "export",
            "Write all images of a stack to one file, for all platforms and with their signatures",
            ("infra images export --stack prod --out bundle.tar", "Write the images of the stack prod, with the locked digests")
        )
        {
            stack,
            output,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var reader = new StackImageReader(parsed);
                var path = Path.GetFullPath(parsed.GetRequiredValue(output), WorkspaceAccess.Directory(parsed));
                var images = await reader.ReadAsync(reader.Resolve(parsed.GetValue(stack)), cancellationToken);
                using var progress = new TransferDisplay(parsed);
                var summary = await reader.Tasks.ExportAsync(images, path, progress, cancellationToken);
                progress.Dispose();
                var resumed = summary.Resumed > 0 ? $", {TransferDisplay.Write(summary.Resumed)} kept from the interrupted export" : "";
                Console.WriteLine(
                    $"{summary.Images} images and signatures in {path} ({summary.Blobs} blobs, {TransferDisplay.Write(summary.Size)}{resumed})"
                );
                return (int)ExitCode.Success;
            }
        );
        return command;
    }
}
