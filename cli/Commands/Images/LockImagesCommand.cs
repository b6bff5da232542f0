using System.CommandLine;
using Infra.Engine.Errors;
using Infra.Engine.Images.Locking;

namespace Infra.Cli.Commands.Images;

/// <summary><c>infra images lock</c>.</summary>
internal static class LockImagesCommand
{
    public static Command Create()
    {
        var stack = new Option<string?>("--stack", "-s")
        {
            Description = "Lock the images of this stack only (default: all stacks)",
            HelpName = "STACK",
        };
        var update = new Option<bool>("--update")
        {
            Description = "Ask the registries for all digests again, not only for those that are missing",
        };
        var command = new InfraCommand(
            "lock",
            "Write the digest of every image of every stack, per platform, to images.lock.yaml",
            ("infra images lock", "Add the images that the file lacks, remove those that no stack needs"),
            ("infra images lock --update", "Take over new digests of tags, too"),
            ("infra images lock --stack dev", "Add the images of the stack dev, and remove none")
        )
        {
            stack,
            update,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var reader = new StackImageReader(parsed);
                var name = parsed.GetValue(stack);
                var images = await reader.ReadAsync(name, cancellationToken);
                Show(
                    await reader.Tasks.LockAsync(images, isComplete: name is null, parsed.GetValue(update), cancellationToken),
                    Path.GetRelativePath(WorkspaceAccess.Directory(parsed), reader.Project.LockPath)
                );
                return (int)ExitCode.Success;
            }
        );
        return command;
    }

    private static void Show(LockResult result, string path)
    {
        foreach (
            var (sign, name) in result
                .Added.Select(name => ('+', name))
                .Concat(result.Changed.Select(name => ('~', name)))
                .Concat(result.Removed.Select(name => ('-', name)))
        )
        {
            Console.WriteLine($"  {sign} {name}");
        }

        Console.WriteLine($"{result.Total} images in {path}{(result.IsWritten ? "" : ", unchanged")}");
    }
}
