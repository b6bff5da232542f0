using Infra.Engine.Events;

namespace Infra.Cli.Display;

/// <summary>Shows one phase of a command on its JSON output, which the other phases and the command's own errors use, too.</summary>
internal sealed class SharedJsonDisplay(JsonDisplay output) : IDisplay
{
    public void Show(EngineEvent engineEvent) => output.Show(engineEvent);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
