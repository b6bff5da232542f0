using System.CommandLine;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;

namespace Infra.Cli.Commands.Images;

/// <summary><c>infra images verify</c>.</summary>
internal static class VerifyImagesCommand
{
    public static Command Create()
    {
        var stack = new Option<string?>("--stack", "-s")
        {
            Description = "Verify the images of this stack only (default: all stacks)",
            HelpName = "STACK",
        };
        var offline = new Option<bool>("--offline") { Description = "Compare with the stacks only, without contacting a registry" };
        var command = new InfraCommand(
            "verify",
            "Compare images.lock.yaml with the stacks and the registries, and check signatures; exit with 1 if something differs",
            (
                "infra images verify",
                "Verify that each image is locked, that its tag still has the locked digest, and that it is signed where a key is configured"
            ),
            ("infra images verify --stack prod --offline", "Verify that the lock file has every image of the stack prod")
        )
        {
            stack,
            offline,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var reader = new StackImageReader(parsed);
                var name = parsed.GetValue(stack);
                var images = await reader.ListAsync(name, cancellationToken);
                var differences = await reader.Tasks.VerifyAsync(
                    images,
                    isComplete: name is null,
                    parsed.GetValue(offline),
                    cancellationToken
                );
                if (differences.Count + reader.Problems.Count > 0)
                {
                    ErrorOutput.WriteEach(parsed, [.. reader.Problems, .. differences]);
                    return (int)ExitCode.Error;
                }

                Console.WriteLine($"{images.Count} images agree with the lock file");
                return (int)ExitCode.Success;
            }
        );
        return command;
    }
}
