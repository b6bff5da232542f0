using System.CommandLine;
using Infra.Cli.Commands.Operations;
using Infra.Cli.Display;
using Infra.Engine.Events;

namespace Infra.Cli.Commands.Stores;

/// <summary>One of the updates of a rotation.</summary>
internal sealed class RotationUpdate(ParseResult parsed, OperationOptionSet options)
{
    /// <summary>Whether anything may have been changed.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Whether it is complete.</summary>
    public bool HasSucceeded { get; private set; }

    public int ExitCode { get; private set; }

    /// <summary>Plans the update, asks for approval and makes it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken) =>
        ExitCode = await new StackChange(parsed, options, "Do you want to perform this update?").RunAsync(
            OperationKind.PreviewUpdate,
            OperationKind.Update,
            async (operations, how, approve, show) =>
            {
                HasBegun = how.SkipPreview;
                var outcome = await operations.UpAsync(how, async planned => HasBegun = await approve(planned), show);
                HasSucceeded = HasBegun && outcome.Result == OperationResult.Succeeded;
                return outcome;
            },
            cancellationToken
        );
}
