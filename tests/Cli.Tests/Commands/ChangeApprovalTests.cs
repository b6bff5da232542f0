using System.CommandLine;
using Infra.Cli.Commands.Operations;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Engine.State;
using Moq;
using Spectre.Console;

namespace Cli.Tests.Commands;

public sealed class ChangeApprovalTests : IDisposable
{
    private readonly IAnsiConsole _console = AnsiConsole.Console;

    [Fact]
    public async Task Ask_TheUserInterrupts_WithdrawsTheQuestion()
    {
        using var interrupt = new CancellationTokenSource();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        AnsiConsole.Console = CreateTerminal(asked);
        var options = new OperationOptionSet();
        var command = new Command("up");
        options.AddForUpdateTo(command);
        var approval = new ChangeApproval(command.Parse(""), options, "Do you want to perform this update?");
        var plan = new OperationOutcome
        {
            Result = OperationResult.Succeeded,
            ResourceChanges = new Dictionary<StepOperation, int> { [StepOperation.Create] = 1 },
            State = Snapshot.Empty,
        };

        var asking = approval.AskAsync(plan, () => { }, interrupt.Token);
        await asked.Task;
        Assert.False(asking.IsCompleted);
        await interrupt.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    public void Dispose() => AnsiConsole.Console = _console;

    private static IAnsiConsole CreateTerminal(TaskCompletionSource asked)
    {
        var real = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.Yes,
                Interactive = InteractionSupport.Yes,
                Out = new AnsiConsoleOutput(new StringWriter()),
            }
        );
        var input = new Mock<IAnsiConsoleInput>();
        input
            .Setup(keys => keys.ReadKeyAsync(It.IsAny<bool>(), It.IsAny<CancellationToken>()))
            .Returns(
                async (bool _, CancellationToken cancellationToken) =>
                {
                    asked.TrySetResult();
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                    return null;
                }
            );
        var terminal = new Mock<IAnsiConsole>();
        terminal.SetupGet(console => console.Profile).Returns(real.Profile);
        terminal.SetupGet(console => console.Cursor).Returns(real.Cursor);
        terminal.SetupGet(console => console.ExclusivityMode).Returns(real.ExclusivityMode);
        terminal.SetupGet(console => console.Pipeline).Returns(real.Pipeline);
        terminal.SetupGet(console => console.Input).Returns(input.Object);
        return terminal.Object;
    }
}
