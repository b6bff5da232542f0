using Infra.Engine.Errors;
using Infra.Engine.Operations;
using Infra.Engine.Programs;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace Engine.Tests.Operations;

/// <summary>Queries run the program without an engine and return its answer, its errors, or that it has none.</summary>
public sealed class ProgramQueriesTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Mock<IProgram> _program = new(MockBehavior.Strict);
    private ProgramEnvironment? _environment;

    [Fact]
    public async Task Ask_TheProgramSucceeds_ReturnsTheAnswer_AndPassesTheQueryWithoutAnEngine()
    {
        Answer(ProgramResult.Succeeded, """{ "clusters":""", "[] }");

        var result = await Queries(_program.Object).AskAsync("clusters", CancellationToken.None);

        Assert.Equal((QueryStatus.Answered, """{"clusters":[]}""", ""), (result.Status, result.Answer.ToJsonString(), result.Errors));
        var variables = new Dictionary<string, string?>();
        _environment!.ApplyTo(variables);
        Assert.Equal(("clusters", "", ""), (variables["INFRA_QUERY"], variables["PULUMI_MONITOR"], variables["PULUMI_ENGINE"]));
    }

    [Fact]
    public async Task Ask_TheProgramFails_ReturnsItsErrors()
    {
        Run(
            (_, output, _) =>
            {
                output("{}", false);
                output("two errors:", true);
                output("  in the settings", true);
                return Task.FromResult(ProgramResult.Failed);
            }
        );

        var result = await Queries(_program.Object).AskAsync("clusters", CancellationToken.None);

        Assert.Equal((QueryStatus.Failed, "two errors:\n  in the settings\n"), (result.Status, result.Errors));
    }

    [Fact]
    public async Task Ask_AProgramWithoutTheContract_IsNotSupported() =>
        Assert.Equal(QueryStatus.NotSupported, (await Queries(null).AskAsync("clusters", CancellationToken.None)).Status);

    [Theory]
    [InlineData("[]")]
    [InlineData("hello")]
    [InlineData("")]
    public async Task Ask_AnAnswerThatIsNoObject_FailsWithTheProgramAndTheQuery(string answer)
    {
        Answer(ProgramResult.Succeeded, answer);

        var error = await Assert.ThrowsAsync<ProgramException>(() => Queries(_program.Object).AskAsync("clusters", CancellationToken.None));

        Assert.Contains("/app answered the query 'clusters'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_TheProgramDoesNotEnd_FailsAfterTheTimeout()
    {
        var started = new TaskCompletionSource();
        Run(
            async (_, _, kill) =>
            {
                started.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, kill);
                return ProgramResult.Succeeded;
            }
        );

        var asking = Queries(_program.Object).AskAsync("clusters", CancellationToken.None);
        await started.Task;
        _time.Advance(ProgramQueries.Timeout);

        var error = await Assert.ThrowsAsync<ProgramException>(() => asking);
        Assert.Contains("did not answer the query 'clusters' within 120 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ApplyTo_WithoutAQuery_RemovesAnInheritedOne()
    {
        var variables = new Dictionary<string, string?> { ["INFRA_QUERY"] = "clusters" };

        Environment.ApplyTo(variables);

        Assert.DoesNotContain("INFRA_QUERY", variables.Keys);
    }

    [Fact]
    public void ApplyTo_GivesTheProgramTheVersionOfTheContract()
    {
        var variables = new Dictionary<string, string?>();

        Environment.ApplyTo(variables);

        Assert.Equal("5", variables["INFRA_PROGRAM_CONTRACT"]);
    }

    private static ProgramEnvironment Environment =>
        new()
        {
            MonitorAddress = "",
            EngineAddress = "",
            Project = "shop",
            Stack = "dev",
            RootDirectory = "/",
            WorkingDirectory = "/app",
            IsPreview = true,
            Parallel = 1,
            Config = new Dictionary<string, string>(),
            ConfigSecretKeys = [],
        };

    private ProgramQueries Queries(IProgram? program) => new(program, Environment, _time);

    private void Answer(ProgramResult result, params string[] lines) =>
        Run(
            (environment, output, _) =>
            {
                _environment = environment;
                Array.ForEach(lines, line => output(line, false));
                return Task.FromResult(result);
            }
        );

    private void Run(Func<ProgramEnvironment, Action<string, bool>, CancellationToken, Task<ProgramResult>> run) =>
        _program
            .Setup(program =>
                program.RunAsync(It.IsAny<ProgramEnvironment>(), It.IsAny<Action<string, bool>>(), It.IsAny<CancellationToken>())
            )
            .Returns(run);
}
