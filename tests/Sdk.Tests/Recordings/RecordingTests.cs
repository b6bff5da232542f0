using System.Text.Json.Nodes;
using Sdk.Tests.Programs;

namespace Sdk.Tests.Recordings;

/// <summary>Programs make the same calls as with the published packages.</summary>
public sealed class RecordingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sample_MakesTheRecordedCalls(bool isPreview)
    {
        await using var engine = await StandInEngine.StartAsync(isPreview);

        Assert.Equal(0, await engine.RunAsync<SampleProgram>("""{"app:replicas":"3"}"""));

        AssertSameCalls("sample", isPreview, engine);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Probe_MakesTheRecordedCalls(bool isPreview)
    {
        await using var engine = await StandInEngine.StartAsync(isPreview);

        Assert.Equal(0, await engine.RunAsync(ProbeProgram.Run, """{"sample:token":"tok"}""", """["sample:token"]"""));

        AssertSameCalls("probe", isPreview, engine);
    }

    private static void AssertSameCalls(string program, bool isPreview, StandInEngine engine)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Recordings", $"{program}.{(isPreview ? "preview" : "update")}.jsonl");
        var recorded = File.ReadLines(file)
            .Select(line => JsonNode.Parse(line)!)
            .Select(call => new RecordedCall((string)call["method"]!, call["request"]!, call["response"]))
            .ToList();

        var (expected, actual) = (CallText.Sorted(recorded), CallText.Sorted(engine.Calls));
        Assert.True(
            expected.SequenceEqual(actual),
            $"missing:\n{string.Join('\n', expected.Except(actual))}\nunexpected:\n{string.Join('\n', actual.Except(expected))}"
        );
        Assert.Equal(recorded[^1].Method, engine.Calls[^1].Method);
        CallText.AssertDependenciesComeFirst(engine.Calls);
    }
}
