using Pulumi;

namespace Sdk.Tests.Programs;

/// <summary>Protects engines from programs that have more resources ready than they can hold open calls for.</summary>
public sealed class RegistrationWindowTests
{
    private readonly RegistrationWindow _window = new(2);
    private readonly List<TaskCompletionSource<int>> _calls = [];

    [Fact]
    public async Task Register_MoreThanFit_WaitInTheOrderOfTheProgram()
    {
        var registrations = Enumerable.Range(0, 4).Select(_ => Register()).ToArray();
        Assert.Equal(2, _calls.Count);

        _calls[1].SetResult(1);
        await registrations[1];
        await WaitForAsync(3);
        Assert.False(registrations[3].IsCompleted);

        _calls[2].SetResult(2);
        var third = await registrations[2];
        Assert.Equal(2, third);
        await WaitForAsync(4);
        _calls[0].SetResult(0);
        _calls[3].SetResult(3);
        int[] results = await Task.WhenAll(registrations);
        Assert.Equal([0, 1, 2, 3], results);
    }

    [Fact]
    public async Task CallBack_WaitingForAResourceThatIsNotRegisteredYet_LetsItThrough()
    {
        Task<int>[] full = [Register(), Register()];
        var awaited = Register();

        var callback = _window.CallBackAsync(() => awaited);
        await WaitForAsync(3);
        _calls[2].SetResult(7);

        var called = await callback;
        Assert.Equal(7, called);
        _calls[0].SetResult(0);
        _calls[1].SetResult(0);
        await Task.WhenAll(full);
    }

    [Fact]
    public async Task CallBack_AfterIt_TheWindowHasItsSizeAgain()
    {
        var first = Register();
        Task<int>[] others = [];
        await _window.CallBackAsync(() =>
        {
            others = [Register(), Register()];
            return Task.FromResult(0);
        });
        Assert.Equal(3, _calls.Count);

        var late = Register();
        _calls[0].SetResult(0);
        await first;
        Assert.Equal(3, _calls.Count);

        _calls[1].SetResult(0);
        await others[0];
        await WaitForAsync(4);
        _calls[2].SetResult(0);
        _calls[3].SetResult(0);
        await Task.WhenAll([.. others, late]);
    }

    [Fact]
    public async Task Register_AFailedCall_MakesRoom()
    {
        var failing = _window.RegisterAsync(() => Task.FromException<int>(new InvalidOperationException("no")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);

        Task<int>[] two = [Register(), Register()];
        Assert.Equal(2, _calls.Count);
        _calls.ForEach(call => call.SetResult(0));
        await Task.WhenAll(two);
    }

    private Task<int> Register() =>
        _window.RegisterAsync(() =>
        {
            var call = new TaskCompletionSource<int>();
            lock (_calls)
            {
                _calls.Add(call);
            }

            return call.Task;
        });

    /// <summary>Waits until a number of calls have been made: a waiting registration continues on another thread.</summary>
    private async Task WaitForAsync(int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            lock (_calls)
            {
                if (_calls.Count >= count)
                {
                    return;
                }
            }

            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
