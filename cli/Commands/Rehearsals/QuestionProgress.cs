using System.CommandLine;
using Infra.Cli.Terminal;

namespace Infra.Cli.Commands.Rehearsals;

/// <summary>Shows on a terminal what was tried last to answer a question.</summary>
internal sealed class QuestionProgress<T>(ParseResult parsed, Func<T, string> describe) : IProgress<T>, IDisposable
{
    private const string EraseLine = "\r\u001b[K";

    private readonly bool _isInteractive = !Console.IsErrorRedirected && !parsed.GetValue(CommonOptions.NonInteractive);
    private readonly Lock _lock = new();
    private int _runs;

    public void Report(T value)
    {
        lock (_lock)
        {
            _runs++;
            if (_isInteractive)
            {
                Console.Error.Write($"{EraseLine}Rehearsal {_runs}: {describe(value)}");
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_isInteractive && _runs > 0)
            {
                Console.Error.Write(EraseLine);
            }
        }
    }
}
