using System.CommandLine;
using Infra.Cli.Display;

namespace Infra.Cli.Commands.Operations;

/// <summary><c>infra destroy</c>.</summary>
internal static class DestroyCommand
{
    public static Command Create()
    {
        var options = new OperationOptionSet();
        var excludeProtected = new Option<bool>("--exclude-protected") { Description = "Keep protected resources and what they depend on" };
        var remove = new Option<bool>("--remove") { Description = "Afterwards remove the stack and its configuration file" };
        var previewOnly = new Option<bool>("--preview-only") { Description = "Only show what would be deleted" };
        var command = new InfraCommand(
            "destroy",
            "Delete all resources of a stack; its configuration and history are kept",
            ("infra destroy --stack dev --yes", "Delete the resources of the stack dev without asking"),
            ("infra destroy --stack dev --target 'orders*' --target-dependents", "Delete some resources and all that depend on them"),
            ("infra destroy --stack dev --remove --yes", "Delete the resources, then the stack itself")
        )
        {
            excludeProtected,
            remove,
            previewOnly,
        };
        command.Aliases.Add("down");
        command.Aliases.Add("dn");
        options.AddForDestroyTo(command);
        command.Validators.Add(result =>
        {
            if (result.IsOn(previewOnly) && result.IsOn(options.Yes))
            {
                result.AddError("--yes and --preview-only cannot be used together");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var extent = new DestroyExtent(parsed, options, parsed.GetValue(excludeProtected), parsed.GetValue(remove));
                var change = new StackChange(parsed, options, "Do you want to perform this destroy?")
                {
                    IsPreviewOnly = parsed.GetValue(previewOnly),
                    Limit = extent.Limit,
                    Conclude = extent.Conclude,
                };
                return await change.RunAsync(
                    OperationKind.PreviewDestroy,
                    OperationKind.Destroy,
                    (operations, how, approve, show) => operations.DestroyAsync(how, approve, show),
                    cancellationToken
                );
            }
        );
        return command;
    }
}
