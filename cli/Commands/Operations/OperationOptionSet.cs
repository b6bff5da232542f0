using System.CommandLine;
using Infra.Cli.Commands.Policies;
using Infra.Cli.Terminal;
using Infra.Engine.Operations;

namespace Infra.Cli.Commands.Operations;

/// <summary>The options of preview, up and destroy.</summary>
internal sealed class OperationOptionSet
{
    public Option<string?> Stack { get; } = CommonOptions.Stack();

    public Option<bool> Yes { get; } = CommonOptions.Yes();

    public Option<bool> SkipPreview { get; init; } =
        new("--skip-preview", "-f") { Description = "Change the stack without showing a plan first" };

    public Option<bool> Diff { get; } = CommonOptions.Diff();

    public Option<bool> Json { get; } = CommonOptions.Json();

    public Option<bool> ShowSecrets { get; } = CommonOptions.ShowSecrets();

    public Option<bool> ExpectNoChanges { get; } = CommonOptions.ExpectNoChanges();

    public Option<int> Parallel { get; } = CommonOptions.Parallel();

    public Option<string?> Message { get; } =
        new("--message", "-m") { Description = "A message for the stack's history", HelpName = "TEXT" };

    public PolicyOptionSet Policies { get; } = new();

    public RefreshOption Refresh { get; } = new();

    /// <summary>Adds the options of an operation that changes nothing.</summary>
    public void AddForPreviewTo(Command command)
    {
        AddCommonTo(command);
        Refresh.AddTo(command);
        Policies.AddTo(command);
    }

    /// <summary>Adds the options of an operation that changes the stack.</summary>
    public void AddForChangeTo(Command command)
    {
        AddForPreviewTo(command);
        AddApprovalTo(command);
    }

    /// <summary>Adds the options of an operation that changes the state only.</summary>
    public void AddForRefreshTo(Command command)
    {
        AddCommonTo(command);
        AddApprovalTo(command);
    }

    /// <summary>Converts the command line's values to the engine's options.</summary>
    public OperationOptions Read(ParseResult parsed, CancellationToken cancelled) =>
        new()
        {
            Parallel = parsed.GetValue(Parallel),
            SkipPreview = parsed.GetResult(SkipPreview) is not null && parsed.GetValue(SkipPreview),
            Message = parsed.GetResult(Message) is not null ? parsed.GetValue(Message) ?? "" : "",
            PolicyPacks = Policies.Read(parsed),
            Refresh = Refresh.Read(parsed),
            Cancelled = cancelled,
            Aborted = Interrupts.Aborted,
        };

    private void AddCommonTo(Command command)
    {
        command.Add(Stack);
        command.Add(Diff);
        command.Add(Json);
        command.Add(ShowSecrets);
        command.Add(ExpectNoChanges);
        command.Add(Parallel);
    }

    private void AddApprovalTo(Command command)
    {
        command.Add(Yes);
        command.Add(SkipPreview);
        command.Add(Message);
    }
}
