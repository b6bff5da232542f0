using Cli.Tests.Support;
using Infra.Cli.Display;
using Infra.Cli.Terminal;
using Infra.Engine.Events;
using Spectre.Console;
using LiveDisplay = Infra.Cli.Display.LiveDisplay;

namespace Cli.Tests.Display;

/// <summary>The live tree is drawn for any order of events.</summary>
public sealed class LiveDisplayTests : IDisposable
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

    public void Dispose() => _output.Dispose();

    private LiveDisplay Create()
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.Yes,
                Interactive = InteractionSupport.Yes,
                Out = new AnsiConsoleOutput(_output),
            }
        );
        console.Profile.Width = 160;
        console.Profile.Height = 40;
        return new LiveDisplay(OperationKind.Update, "dev", _output, Palette.None, TimeProvider.System, console);
    }
}
