using System.CommandLine;
using Infra.Cli.Terminal;

namespace Infra.Cli.Commands.Rehearsals;

/// <summary>Shows on a terminal how far rehearsals are.</summary>
internal sealed class RehearsalProgress(ParseResult parsed, int scenarios) : IDisposable
{
    private readonly ProgressLine _line = new(parsed);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, double> _parts = new(StringComparer.Ordinal);
    private int _shown = -1;

    /// <summary>Creates the receiver of one rehearsal's progress.</summary>
    /// <param name="scenario">The scenario.</param>
    public IProgress<double> Of(string scenario) => new Part(this, scenario);

    /// <summary>Removes what is shown.</summary>
    public void End()
    {
        lock (_lock)
        {
            _line.Clear();
            _shown = -1;
        }
    }

    public void Dispose() => End();

    private void Report(string scenario, double part)
    {
        lock (_lock)
        {
            _parts[scenario] = part;
            var percent = (int)(100 * _parts.Values.Sum() / scenarios);
            if (percent != _shown)
            {
                _shown = percent;
                _line.Show($"Rehearsing: {percent} %");
            }
        }
    }

    private sealed class Part(RehearsalProgress all, string scenario) : IProgress<double>
    {
        public void Report(double value) => all.Report(scenario, value);
    }
}
