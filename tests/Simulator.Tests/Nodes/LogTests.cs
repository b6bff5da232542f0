using System.Text;
using System.Threading.Channels;
using Infra.Simulator.Api;
using Infra.Simulator.Api.Logs;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Tests.Nodes;

public sealed class LogTests
{
    private const string Script = """{"logs":"starting\n+3s listening\n*10s alive"}""";

    private static readonly LogOptions _main = new("main");

    [Fact]
    public async Task Read_TheLinesUntilNow_InOrder()
    {
        using var pod = new PodCluster(Script);
        Assert.Equal("starting\n", await ReadAsync(pod, _main));

        pod.Run(25);
        Assert.Equal("starting\nlistening\nalive\nalive\n", await ReadAsync(pod, _main));
        Assert.Equal("alive\n", await ReadAsync(pod, _main with { TailLines = 1 }));
        Assert.Equal("alive\nalive\n", await ReadAsync(pod, _main with { SinceSeconds = 20 }));
        Assert.Equal("start", await ReadAsync(pod, _main with { LimitBytes = 5 }));
        Assert.StartsWith(
            "2026-01-05T12:00:00.000000000Z starting\n2026-01-05T12:00:03.000000000Z listening\n",
            await ReadAsync(pod, _main with { HasTimestamps = true }),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Read_Previous_TheLinesOfTheRunBefore()
    {
        using var pod = new PodCluster("""{"logs":"starting\n+3s listening","exit-code":"1","run-time":"5s"}""");
        var none = await Assert.ThrowsAsync<StatusException>(() => ReadAsync(pod, _main with { IsPrevious = true }));
        Assert.Equal("previous terminated container \"main\" in pod \"p\" not found", none.Message);

        pod.Run(6);
        Assert.Equal("starting\n", await ReadAsync(pod, _main));
        Assert.Equal("starting\nlistening\n", await ReadAsync(pod, _main with { IsPrevious = true }));
    }

    [Fact]
    public async Task Read_Following_SendsLinesWhenTheyAreWritten_AndEndsWithTheContainer()
    {
        using var pod = new PodCluster(
            """{"logs":"starting\n+3s listening\n+1h late","run-time":"20s"}""",
            spec: """{"restartPolicy":"Never"}"""
        );
        var parts = Channel.CreateUnbounded<string>();
        var reading = NewReader(pod, _main with { Follows = true })
            .ReadAsync(part => parts.Writer.WriteAsync(Encoding.UTF8.GetString(part.Span)).AsTask(), CancellationToken.None);
        Assert.Equal("starting\n", await parts.Reader.ReadAsync());

        pod.Run(5);
        Assert.Equal("listening\n", await parts.Reader.ReadAsync());

        pod.Run(20);
        await reading;
        Assert.False(parts.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Read_PodFromBeforeTheRetainedChanges_IsAnswered()
    {
        using var pod = new PodCluster(Script);
        var restarted = new ObjectStore(pod.Cluster.List(GroupResource.Pods), pod.Pod.Version + 1, journal: null);

        var text = new StringBuilder();
        await new LogReader(restarted, pod.Cluster.Clock, pod.Pod, _main).ReadAsync(
            part =>
            {
                text.Append(Encoding.UTF8.GetString(part.Span));
                return Task.CompletedTask;
            },
            CancellationToken.None
        );

        Assert.Equal("starting\n", text.ToString());
    }

    [Fact]
    public async Task Read_Following_ARunThatEndedAfterThePodWasRead_Ends()
    {
        using var pod = new PodCluster("""{"logs":"starting","run-time":"20s"}""", spec: """{"restartPolicy":"Never"}""");
        var before = pod.Pod;
        pod.Run(30);

        var reader = new LogReader(pod.Cluster.Cluster.Store, pod.Cluster.Clock, before, _main with { Follows = true });
        await reader.ReadAsync(_ => Task.CompletedTask, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Read_SinceBeforeTheCalendar_ReturnsAllLines()
    {
        using var pod = new PodCluster(Script);

        Assert.Equal("starting\n", await ReadAsync(pod, _main with { SinceSeconds = long.MaxValue }));
    }

    [Fact]
    public void Script_ManyLongLines_KeepsALimitedLength()
    {
        var line = new string('x', 100_000);
        var settings = new BehaviourSettings(new Dictionary<string, string> { ["fake/logs"] = $"*1s {line}\n*1s {line}" }, profile: null);
        var start = new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

        var lines = new LogScript(settings, "main").GetLines(start, start.AddDays(1));

        Assert.InRange(lines.Sum(one => (long)one.Text.Length), 40_000_000, 55_000_000);
        Assert.Equal(start.AddDays(1), lines[^1].At);
    }

    [Fact]
    public async Task Read_ContainerThatWaits_IsRefused()
    {
        using var pod = new PodCluster("""{"waiting":"ImagePullBackOff"}""");

        var refused = await Assert.ThrowsAsync<StatusException>(() => ReadAsync(pod, _main));
        Assert.Equal(
            (400, "container \"main\" in pod \"p\" is waiting to start: trying and failing to pull image"),
            (refused.Code, refused.Message)
        );
    }

    [Theory]
    [InlineData("side", "container side is not valid for pod p")]
    [InlineData("", "a container name must be specified for pod p, choose one of: [main other] or one of the init containers: [setup]")]
    public async Task Read_UnknownContainer_IsRefused(string container, string message)
    {
        using var pod = new PodCluster(
            "{}",
            spec: """{"containers":[{"name":"other","image":"i:1"}],"initContainers":[{"name":"setup","image":"i:1"}]}"""
        );

        var refused = await Assert.ThrowsAsync<StatusException>(() => ReadAsync(pod, new LogOptions(container)));
        Assert.Equal((400, message), (refused.Code, refused.Message));
    }

    [Fact]
    public void Validate_ReportsEachInvalidOption()
    {
        var refused = Assert.Throws<StatusException>(() => (_main with { TailLines = -1, LimitBytes = 0, SinceSeconds = 0 }).Validate("p"));

        Assert.Equal(
            "PodLogOptions \"p\" is invalid: [tailLines: Invalid value: -1: must be greater than or equal to 0, "
                + "limitBytes: Invalid value: 0: must be greater than 0, sinceSeconds: Invalid value: 0: must be greater than 0]",
            refused.Message
        );
    }

    private static LogReader NewReader(PodCluster pod, LogOptions options) =>
        new(pod.Cluster.Cluster.Store, pod.Cluster.Clock, pod.Pod, options);

    private static async Task<string> ReadAsync(PodCluster pod, LogOptions options)
    {
        var text = new StringBuilder();
        await NewReader(pod, options)
            .ReadAsync(
                part =>
                {
                    text.Append(Encoding.UTF8.GetString(part.Span));
                    return Task.CompletedTask;
                },
                CancellationToken.None
            );
        return text.ToString();
    }
}
