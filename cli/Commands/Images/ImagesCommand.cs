using System.CommandLine;

namespace Infra.Cli.Commands.Images;

/// <summary><c>infra images</c>: the images of stacks, their digests, and their way into a closed network.</summary>
internal static class ImagesCommand
{
    public static Command Create() =>
        new InfraCommand(
            "images",
            "List, lock, verify and move the container images of stacks",
            ("infra images ls --stack prod", "List every image that the stack prod needs")
        )
        {
            ListImagesCommand.Create(),
            LockImagesCommand.Create(),
            VerifyImagesCommand.Create(),
            ExportImagesCommand.Create(),
            PushImagesCommand.Create(),
        };
}
