using Infra.Cli.Display;
using Infra.Engine.Events;

namespace Infra.Cli.Reports;

/// <summary>Shows events on a display and collects them for reports.</summary>
internal sealed class ReportDisplay(IDisplay shown, PreviewFindings findings) : IDisplay
{
    public void Show(EngineEvent engineEvent)
    {
        shown.Show(engineEvent);
        findings.Apply(engineEvent);
    }

    public void Note(string line) => shown.Note(line);

    public ValueTask DisposeAsync() => shown.DisposeAsync();
}
