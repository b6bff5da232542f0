using System.CommandLine;
using Infra.Engine.Errors;
using Infra.Engine.Images;
using Infra.Kubernetes;

namespace Infra.Cli.Commands.Images;

/// <summary><c>infra images push</c>.</summary>
internal static class PushImagesCommand
{
    public static Command Create()
    {
        var bundle = new Argument<string>("FILE")
        {
            Description = "A bundle of `infra images export`, or another OCI layout in a tar archive",
        };
        var registry = new Option<string>("--registry")
        {
            Description = "The registry to write to, a host with an optional path",
            HelpName = "HOST",
            Required = true,
        };
        var plainHttp = new Option<bool>("--plain-http") { Description = "Call the registry without TLS; one on this machine always is" };
        var command = new InfraCommand(
            "push",
            "Write the images of a bundle to a registry; what it has already is not sent again",
            ("infra images push bundle.tar --registry mirror.example.com", "Write the images to a mirror, under the same paths and tags"),
            ("infra images push bundle.tar --registry mirror.internal:5000 --plain-http", "Write them to a mirror that has no certificate")
        )
        {
            bundle,
            registry,
            plainHttp,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var target = parsed.GetRequiredValue(registry).TrimEnd('/');
                if (!ImageReference.TryParse($"{target}/image", out var image) || image.Registry is null)
                {
                    throw new UsageException(
                        $"--registry '{target}' is not a registry: write a host, such as mirror.example.com or mirror.example.com:5000/team",
                        ExitCode.Configuration
                    );
                }

                using var progress = new TransferDisplay(parsed);
                var summary = await BundlePublisher.PushAsync(
                    Path.GetFullPath(parsed.GetRequiredValue(bundle), WorkspaceAccess.Directory(parsed)),
                    target,
                    parsed.GetValue(plainHttp),
                    progress,
                    cancellationToken
                );
                progress.Dispose();
                Console.WriteLine(
                    $"{summary.Images} names in {target} ({summary.Sent} blobs sent, {TransferDisplay.Write(summary.SentBytes)}; {summary.Mounted} mounted, "
                        + $"{summary.Present} present already)"
                );
                return (int)ExitCode.Success;
            }
        );
        return command;
    }
}
