using Cli.Tests.Support;
using Infra.Cli.Display;
using Infra.Engine.Events;

namespace Cli.Tests.Display;

/// <summary>The tree fits the terminal and always shows failures.</summary>
public sealed class ResourceTreeTests
{
    [Fact]
    public void Arrange_EnoughRoom_PutsChildrenUnderTheirParents()
    {
        var arranged = ResourceTree.Arrange(
            [Row(Steps.Create(Steps.Resource("a"))), Row(Steps.Same(Steps.Stack)), Row(Steps.Create(Steps.Resource("b")))],
            10
        );
        Assert.Equal([("shop-dev", 0), ("a", 1), ("b", 1)], arranged.Select(row => (row.Row.Urn.Name, row.Depth)));
    }

    [Fact]
    public void Arrange_TooLittleRoom_KeepsFailuresAndStepsInProgress()
    {
        List<ResourceRow> rows = [Row(Steps.Same(Steps.Stack))];
        for (var i = 0; i < 200; i++)
        {
            rows.Add(Row(Steps.Create(Steps.Resource($"done-{i}")), StepProgress.Done));
        }

        rows.Add(Row(Steps.Create(Steps.Resource("broken")), StepProgress.Failed));
        rows.Add(Row(Steps.Create(Steps.Resource("working")), StepProgress.InProgress));

        var names = ResourceTree.Arrange(rows, 5).Select(row => row.Row.Urn.Name).ToArray();

        Assert.Equal(5, names.Length);
        Assert.Contains("broken", names);
        Assert.Contains("working", names);
    }

    private static ResourceRow Row(StepDescription step, StepProgress progress = StepProgress.Planned) =>
        new(step.Urn, step, progress, 0, TimeSpan.Zero, "");
}
