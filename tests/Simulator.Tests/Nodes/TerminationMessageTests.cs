using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Tests.Controllers;

namespace Infra.Simulator.Tests.Nodes;

public sealed class TerminationMessageTests
{
    private const string FallsBack = """{"terminationMessagePolicy":"FallbackToLogsOnError"}""";

    [Theory]
    [InlineData("0", "Completed")]
    [InlineData("3", "Error")]
    public void File_IsTheMessage_WhateverTheExitCode(string code, string reason)
    {
        using var pod = RunToEnd($$"""{"termination-message":"no disk\n","exit-code":"{{code}}"}""", "{}");

        Assert.Equal((reason, "no disk\n"), (Ended(pod).Text("reason"), Ended(pod).Text("message")));
    }

    [Fact]
    public void File_OfEachContainer_IsItsOwn_AndAppearsInTheLastStateAfterARestart()
    {
        using var pod = new PodCluster(
            """{"termination-message.main":"first","exit-code.main":"1","run-time.main":"2s"}""",
            spec: """{"containers":[{"name":"other","image":"i:1"}]}"""
        );
        pod.Run(3);
        Assert.Equal("first", pod.Status().Text("lastState", "terminated", "message"));

        pod.Annotate("termination-message.main", "second");
        pod.Run(15);
        Assert.Equal("second", pod.Status().Text("lastState", "terminated", "message"));
        Assert.Null(pod.Status("other").Map("lastState", "terminated"));
    }

    [Fact]
    public void File_Empty_LeavesNoMessage()
    {
        using var pod = RunToEnd("""{"exit-code":"1","logs":"broken"}""", "{}");

        Assert.False(Ended(pod).ContainsKey("message"));
    }

    [Fact]
    public void File_LongerThanTheLimit_IsCutAtItsStart_ByBytes()
    {
        var text = "first" + new string('ä', 2048);
        using var pod = RunToEnd(new JsonObject { ["termination-message"] = text }.ToJsonString(), "{}");

        Assert.Equal(text[5..], Ended(pod).Text("message"));
    }

    [Fact]
    public void Messages_OfManyContainers_ShareTheBytesOfThePod()
    {
        using var pod = RunToEnd(
            new JsonObject { ["termination-message"] = new string('a', 3072) + "b" }.ToJsonString(),
            "{}",
            """
            {"initContainers":[{"name":"setup","image":"i:1"}],
             "containers":[{"name":"b","image":"i:1"},{"name":"c","image":"i:1"}]}
            """
        );

        Assert.Equal(new string('a', 3072), Ended(pod).Text("message"));
        Assert.Equal(new string('a', 3072), pod.Status("setup").Text("state", "terminated", "message"));
    }

    [Theory]
    [InlineData("""{"exit-code":"1","logs":"starting\n+1s broken\n+1h late"}""", "starting\nbroken\n")]
    [InlineData("""{"exit-code":"1","logs":"starting","termination-message":"no disk"}""", "no disk")]
    [InlineData("""{"exit-code":"0","logs":"starting"}""", null)]
    public void Log_TakesThePlaceOfAnEmptyFile_AfterAnError(string behaviour, string? message)
    {
        using var pod = RunToEnd(behaviour, FallsBack);

        Assert.Equal(message, Ended(pod).Text("message"));
    }

    [Fact]
    public void Log_OfManyLines_IsItsLast80()
    {
        var lines = Enumerable.Range(1, 100).Select(number => number.ToString(CultureInfo.InvariantCulture));
        using var pod = RunToEnd(new JsonObject { ["exit-code"] = "1", ["logs"] = string.Join('\n', lines) }.ToJsonString(), FallsBack);

        Assert.Equal(string.Concat(lines.Skip(20).Select(line => line + "\n")), Ended(pod).Text("message"));
    }

    [Fact]
    public void Log_OfLongLines_IsItsLast2048Bytes()
    {
        using var pod = RunToEnd(
            new JsonObject { ["exit-code"] = "1", ["logs"] = new string('a', 2000) + "\n" + new string('b', 2000) }.ToJsonString(),
            FallsBack
        );

        Assert.Equal(new string('a', 46) + "\n" + new string('b', 2000) + "\n", Ended(pod).Text("message"));
        Assert.Equal(2048, Encoding.UTF8.GetByteCount(Ended(pod).Text("message")!));
    }

    private static PodCluster RunToEnd(string behaviour, string container, string spec = "{}")
    {
        var fields = ControlPlaneCluster.Parse(spec);
        fields["restartPolicy"] = "Never";
        var settings = ControlPlaneCluster.Parse(behaviour);
        settings["run-time"] = "2s";
        var pod = new PodCluster(settings.ToJsonString(), container, fields.ToJsonString());
        pod.Run(10);
        return pod;
    }

    private static JsonObject Ended(PodCluster pod) => pod.Status().Map("state", "terminated")!;
}
