using System.Text.RegularExpressions;
using Cli.Tests.Support;
using Infra.Cli.Display;
using Infra.Cli.Terminal;
using Infra.Engine.Events;

namespace Cli.Tests.Display;

/// <summary>The live tree is drawn for any order of events.</summary>
public sealed partial class LiveDisplayTests : IDisposable
{
    private readonly StringWriter _output = new();

    [Fact]
    public async Task Dispose_WithoutEvents_DrawsOnlyTheHeading()
    {
        await using (Create()) { }

        Assert.Contains("Updating (dev):", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_AnUpdate_LeavesTheTreeAndTheReport()
    {
        var map = Steps.Resource("settings");
        await using (var display = Create())
        {
            display.Show(new BuildingProgramEvent("/app/shop.csproj"));
            display.Show(new ResourcePreEvent(Steps.Same(Steps.Stack), false));
            display.Show(new ResourcePreEvent(Steps.Create(map), false));
            display.Show(new ResourceOutputsEvent(Steps.Create(map), false));
            display.Show(Steps.Summary(false, (StepOperation.Create, 1)));
        }

        var text = _output.ToString();
        Assert.Contains("ConfigMap  settings", text, StringComparison.Ordinal);
        Assert.Contains("created (", text, StringComparison.Ordinal);
        Assert.Contains("+ 1 created", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_ManyUnchangedResources_FoldsThemToACount()
    {
        await using (var display = Create())
        {
            display.Show(new ResourcePreEvent(Steps.Same(Steps.Stack), false));
            foreach (var index in Enumerable.Range(0, 97))
            {
                display.Show(new ResourcePreEvent(Steps.Same(Steps.Resource($"same-{index}")), false));
            }

            display.Show(new ResourcePreEvent(Steps.Create(Steps.Resource("new")), false));
        }

        var text = _output.ToString();
        Assert.Contains("   97 unchanged", text, StringComparison.Ordinal);
        Assert.DoesNotContain("same-1", text, StringComparison.Ordinal);
        Assert.Contains("shop-dev", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draw_LongNamesAndMessages_FitTheTerminal()
    {
        await using (var display = Create())
        {
            var map = Steps.Resource(new string('n', 120));
            display.Show(new ResourcePreEvent(Steps.Create(map), false));
            display.Show(new ProgressStatusEvent(map, new string('s', 200)));
        }

        var lines = _output.ToString().Split('\n').Select(line => Escape().Replace(line, "").TrimEnd('\r')).ToArray();
        Assert.Contains(lines, line => line.Contains('…', StringComparison.Ordinal));
        Assert.All(lines, line => Assert.True(line.Length < 80, line));
    }

    [Fact]
    public async Task Draw_NeverMovesUpByNothing()
    {
        await using (var display = Create())
        {
            display.Note("a line");
            display.Show(new ResourcePreEvent(Steps.Create(Steps.Resource("one")), false));
        }

        // Terminals move up one line.
        Assert.DoesNotContain("\e[0A", _output.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _output.Dispose();

    [GeneratedRegex("\\e\\[[0-9;]*[A-Za-z]")]
    private static partial Regex Escape();

    private LiveDisplay Create() =>
        new(OperationKind.Update, "dev", _output, Palette.None, TimeProvider.System, () => new TerminalSize(80, 40), new DisplayOptions());
}
