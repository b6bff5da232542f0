using Likeness.Kubernetes.Comparison;
using Likeness.Kubernetes.Recordings;

namespace Likeness.Kubernetes.Ratchet;

public sealed class OpenRecordingsTests
{
    private const string Text = """
        # Title

        - `broad/cases`: at least 12 agree

        | Recording | Reason |
        | --- | --- |
        | `part a` | known |
        | `part agrees` | mended since |

        """;

    [Fact]
    public void With_AReplay_KeepsReasonsDropsAgreeingCasesAndMarksNewOnes() =>
        Assert.Equal(
            Text.Replace("| `part agrees` | mended since |", "| `part b c` | ? |", StringComparison.Ordinal),
            OpenRecordings
                .Parse(Text)
                .With([
                    Result("part", "agrees"),
                    Result("part", "b c", "status"),
                    Result("part", "a", "status"),
                    Result("broad/cases", "x", "status"),
                ])
                .ToString()
        );

    [Fact]
    public void Parse_AFloor_IsRead() => Assert.Equal(12, OpenRecordings.Parse(Text).Floors["broad/cases"]);

    private static CaseResult Result(string part, string name, params string[] places) =>
        new()
        {
            Part = part,
            Name = name,
            Differences = [.. places.Select(place => new Difference(place, "a", "b"))],
        };
}
