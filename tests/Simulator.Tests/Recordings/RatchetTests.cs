using Xunit.Sdk;

namespace Infra.Simulator.Tests.Recordings;

public sealed class RatchetTests
{
    private static readonly Ratchet Sample = new("sample.txt", ["# a comment", "listed | a reason"]);

    // These numbers may only fall.
    [Fact]
    public void Lists_HaveNoMoreLinesThanPinned()
    {
        Assert.Equal(16, Ratchet.Answers.Reasons.Count);
        Assert.Equal(7, Ratchet.OverTime.Reasons.Count);
    }

    [Fact]
    public void Lists_EveryLine_HasAReason() =>
        Assert.All(Ratchet.Answers.Reasons.Concat(Ratchet.OverTime.Reasons), line =>
            Assert.True(line.Value.Length > 10, $"{line.Key} has no reason.")
        );

    [Fact]
    public void Lists_EveryLine_NamesARecording()
    {
        var answers = RecordingTests.All.Select(row => $"{row[0]} {row[1]}").ToHashSet();
        var overTime = RolloutRecordingTests
            .Aspects.Select(row => $"rollout {row[0]} {row[1]}")
            .Concat(Names("scheduler", SchedulerRecordingTests.Scenarios))
            .Concat(Names("hpa", AutoscalerRecordingTests.Scenarios))
            .Concat(Names("endpoints", EndpointsRecordingTests.Scenarios))
            .Concat(Names("gc", GarbageCollectionRecordingTests.Sequences))
            .ToHashSet();

        Assert.All(Ratchet.Answers.Reasons.Keys, name => Assert.Contains(name, answers));
        Assert.All(Ratchet.OverTime.Reasons.Keys, name => Assert.Contains(name, overTime));
    }

    [Fact]
    public void Check_AListedRecordingAgrees_Fails() => Assert.Throws<TrueException>(() => Sample.Check("listed", []));

    [Fact]
    public void Check_AListedRecordingDiffers_Passes() => Sample.Check("listed", ["a difference"]);

    [Fact]
    public void Check_AnUnlistedRecordingDiffers_Fails() => Assert.Throws<TrueException>(() => Sample.Check("unlisted", ["a difference"]));

    private static IEnumerable<string> Names(string kind, IEnumerable<object[]> rows) => rows.Select(row => $"{kind} {row[0]}");
}
