using System.Runtime.InteropServices;
using Infra.Cli.Terminal;

namespace Cli.Tests.Terminal;

/// <summary>What a signal does to the process.</summary>
public sealed class InterruptsTests
{
    [Fact]
    public async Task Receive_ACallbackThatBlocks_Returns()
    {
        using var interrupts = new Interrupts(isJob: true);
        using var blocked = new SemaphoreSlim(0);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var callback = interrupts.Cancelled.Register(() =>
        {
            if (blocked.Wait(TimeSpan.FromMinutes(1)))
            {
                ended.SetResult();
            }
            else
            {
                ended.SetException(new TimeoutException("the signal waits for the callback"));
            }
        });

        interrupts.Receive(PosixSignal.SIGINT);
        interrupts.Receive(PosixSignal.SIGTERM);
        blocked.Release();

        await ended.Task;
        Assert.True(interrupts.Cancelled.IsCancellationRequested);
    }
}
