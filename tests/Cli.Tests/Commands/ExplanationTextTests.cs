using Infra.Cli.Commands.Operations;

namespace Cli.Tests.Commands;

public sealed class ExplanationTextTests
{
    private static readonly Explanation[] Explanations =
    [
        new("replicas", "3", "set", "stacks/Pulumi.prod.yaml:31"),
        new("qosClass", "Burstable", "Kubernetes' rule: Guaranteed if all containers' limits equal their requests", ""),
        new("env.A_VARIABLE_WITH_A_RATHER_LONG_NAME", new string('x', 100), "set", "stacks/services.yaml:1"),
    ];

    [Theory]
    [InlineData(20)]
    [InlineData(80)]
    [InlineData(400)]
    public void Arrange_AnyWidth_Fits(int width) =>
        Assert.All(ExplanationText.Arrange(Explanations, width), line => Assert.InRange(line.Length, 1, width));

    [Fact]
    public void Arrange_ANarrowTerminal_HasTheReasonBelow()
    {
        var lines = ExplanationText.Arrange(Explanations, 80);

        Assert.Matches("^replicas +3$", lines[0]);
        Assert.Equal("    set (stacks/Pulumi.prod.yaml:31)", lines[1]);
        Assert.Equal(100, lines.Sum(line => line.Count(character => character == 'x')));
        Assert.Contains("    Kubernetes' rule: Guaranteed if all containers' limits equal their requests", lines);
    }

    [Fact]
    public void Arrange_AWideTerminal_IsATable() =>
        Assert.Matches("^replicas +3 +set +stacks/Pulumi.prod.yaml:31$", ExplanationText.Arrange(Explanations, 400)[1]);

    [Fact]
    public void Arrange_OutsideATerminal_LeavesSettingsAndValuesWhole()
    {
        var lines = ExplanationText.Arrange(Explanations, null);

        Assert.Matches("^replicas +3$", lines[0]);
        Assert.Contains($"env.A_VARIABLE_WITH_A_RATHER_LONG_NAME  {new string('x', 100)}", lines);
        Assert.All(lines.Where(line => line.StartsWith(' ')), line => Assert.InRange(line.Length, 1, 80));
    }

    [Fact]
    public void Arrange_OutsideATerminal_IsATableWhereItFits() =>
        Assert.Matches("^replicas +3 +set +stacks/Pulumi.prod.yaml:31$", ExplanationText.Arrange(Explanations[..1], null)[1]);
}
