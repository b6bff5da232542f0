using Infra.Engine.Errors;
using Infra.Engine.Programs.Building;
using Microsoft.Extensions.Time.Testing;

namespace Engine.Tests.Programs;

public sealed class BuildLockTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("engine-tests-");
    private readonly FakeTimeProvider _time = new();

    private string ProjectFile => Path.Combine(_folder.FullName, "app.csproj");

    private string Intermediate => Path.Combine(_folder.FullName, "obj");

    public BuildLockTests() => File.WriteAllText(ProjectFile, "<Project />");

    [Fact]
    public async Task Acquire_HeldForSeconds_ReportsTheProjectOnce()
    {
        using var held = await AcquireAsync(_ => Assert.Fail("No other build holds the project."));
        var waiting = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var cancellation = new CancellationTokenSource();

        var acquiring = AcquireAsync(waiting.SetResult, cancellation.Token);
        Assert.False(waiting.Task.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(_folder.FullName, await waiting.Task);
        Assert.False(acquiring.IsCompleted);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => acquiring);
    }

    [Fact]
    public async Task Acquire_Released_IsAcquiredAgain()
    {
        (await AcquireAsync(_ => { })).Dispose();

        using var again = await AcquireAsync(_ => Assert.Fail("No other build holds the project."));
    }

    [Fact]
    public async Task Acquire_IntermediateFolderCannotBeCreated_NamesItAndTheCure()
    {
        await File.WriteAllTextAsync(Intermediate, "a file in the place of the folder");

        await ThrowsWithPathAndCureAsync();
    }

    [Fact]
    public async Task Acquire_LockFileCannotBeOpened_NamesItAndTheCure()
    {
        // A folder in the place of the file is refused like a file of another user.
        Directory.CreateDirectory(Path.Combine(Intermediate, "infra-build.lock"));

        await ThrowsWithPathAndCureAsync();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task ThrowsWithPathAndCureAsync()
    {
        var error = await Assert.ThrowsAsync<ProgramException>(() => AcquireAsync(_ => { }));

        Assert.StartsWith(
            $"{Path.Combine(Intermediate, "infra-build.lock")}: the build cannot lock the project: ",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("make the folder writable for this user", error.Message, StringComparison.Ordinal);
    }

    private Task<BuildLock> AcquireAsync(Action<string> waiting, CancellationToken cancellationToken = default) =>
        BuildLock.AcquireAsync(ProgramInputs.Read(ProjectFile), waiting, _time, cancellationToken);
}
