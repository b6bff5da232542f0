using System.CommandLine;
using Infra.Cli.Commands.Policies;
using Infra.Cli.Terminal;
using Infra.Engine.Operations;
using Infra.Engine.State;

namespace Infra.Cli.Commands.Operations;

/// <summary>The options of preview, up and destroy.</summary>
internal sealed class OperationOptionSet
{
    private readonly InlineConfiguration _configuration = new();

    private readonly Option<bool> _continueOnError = new("--continue-on-error")
    {
        Description = "After a failure, go on with resources that do not depend on the failed one",
        DefaultValueFactory = _ => bool.TryParse(Environment.GetEnvironmentVariable("PULUMI_CONTINUE_ON_ERROR"), out var on) && on,
    };

    public Option<string?> Stack { get; } = CommonOptions.Stack();

    public Option<bool> Yes { get; } = CommonOptions.Yes();

    public Option<bool> SkipPreview { get; init; } =
        new("--skip-preview", "-f") { Description = "Change the stack without showing a plan first" };

    public Option<bool> Json { get; } = new JsonOutputOption();

    public Option<bool> ExpectNoChanges { get; } = CommonOptions.ExpectNoChanges();

    public Option<int> Parallel { get; } = CommonOptions.Parallel();

    public Option<string?> Message { get; } =
        new("--message", "-m") { Description = "A message for the stack's history", HelpName = "TEXT" };

    public DisplayOptionSet Display { get; } = new();

    public SelectionOptionSet Selection { get; } = new();

    public PolicyOptionSet Policies { get; } = new();

    public RefreshOption Refresh { get; } = new();

    /// <summary>Adds the options of an operation that plans an update.</summary>
    public void AddForPreviewTo(Command command)
    {
        AddTo(command);
        Refresh.AddTo(command);
        Selection.AddWithReplacementsTo(command);
        _configuration.AddTo(command);
    }

    /// <summary>Adds the options of an update.</summary>
    public void AddForUpdateTo(Command command)
    {
        AddForPreviewTo(command);
        AddForChangeTo(command);
        command.Add(_continueOnError);
    }

    /// <summary>Adds the options of an update whose extent the command decides.</summary>
    public void AddForGivenUpdateTo(Command command)
    {
        command.Add(Stack);
        command.Add(Parallel);
        Display.AddTo(command);
        Policies.AddTo(command);
        AddForChangeTo(command);
    }

    /// <summary>Adds the options of an operation that deletes.</summary>
    public void AddForDestroyTo(Command command)
    {
        AddTo(command);
        Refresh.AddTo(command);
        Selection.AddTo(command);
        _configuration.AddTo(command);
        AddForChangeTo(command);
        command.Add(_continueOnError);
    }

    /// <summary>Adds the options of an operation that changes the state only.</summary>
    public void AddForRefreshTo(Command command)
    {
        AddForImportTo(command);
        Selection.AddTo(command);
        _configuration.AddTo(command);
    }

    /// <summary>Adds the options of an operation that adds to the state only.</summary>
    public void AddForImportTo(Command command)
    {
        AddTo(command);
        AddForChangeTo(command);
    }

    /// <summary>Converts the command line's values to the engine's options.</summary>
    public OperationOptions Read(ParseResult parsed, CancellationToken cancelled) =>
        new()
        {
            Parallel = parsed.GetValue(Parallel),
            SkipPreview = parsed.GetResult(SkipPreview) is not null && parsed.GetValue(SkipPreview),
            Message = parsed.GetResult(Message) is not null ? parsed.GetValue(Message) ?? "" : "",
            Selection = Selection.Read(parsed),
            ContinuesOnError = parsed.GetResult(_continueOnError) is not null && parsed.GetValue(_continueOnError),
            PolicyPacks = Policies.Read(parsed),
            Refresh = Refresh.Read(parsed),
            Cancelled = cancelled,
            Aborted = Interrupts.Aborted,
        };

    /// <summary>Stores the configuration that the command line sets.</summary>
    public Task ConfigureAsync(ParseResult parsed, Workspace workspace, StackName stack, CancellationToken cancellationToken) =>
        _configuration.ApplyAsync(parsed, workspace, stack, cancellationToken);

    private void AddTo(Command command)
    {
        command.Add(Stack);
        command.Add(Json);
        command.Add(ExpectNoChanges);
        command.Add(Parallel);
        Display.AddTo(command);
        Policies.AddTo(command);
    }

    private void AddForChangeTo(Command command)
    {
        command.Add(Yes);
        command.Add(SkipPreview);
        command.Add(Message);
    }
}
