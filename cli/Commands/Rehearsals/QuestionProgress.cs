using System.CommandLine;
using Infra.Cli.Terminal;

namespace Infra.Cli.Commands.Rehearsals;

/// <summary>Shows on a terminal what was tried last to answer a question.</summary>
internal sealed class QuestionProgress<T>(ParseResult parsed, Func<T, string> describe, int? total = null) : IProgress<T>, IDisposable
{
    private readonly ProgressLine _line = new(parsed);
    private readonly Lock _lock = new();
    private int _runs;

    public void Report(T value)
    {
        lock (_lock)
        {
            _runs++;
            _line.Show($"Rehearsal {_runs}{(total is { } all ? $" of {all}" : "")}: {describe(value)}");
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _line.Clear();
        }
    }
}
